package dev.nextflow.gateway.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TranscriptsTest extends GatewayTest {

  @Test
  void aTranscriptHoldsTheCodesAndAllThatTheyDependOn() {
    String id = submitted("{\"prompt\": \"ab\", \"n\": 2, \"seed\": 7, \"size\": \"64x64\"}");
    Worker.takes(queue, id).drawsAll();

    JsonNode transcript = transcript(id);

    assertThat(transcript.get("object").stringValue()).isEqualTo("transcript");
    assertThat(transcript.get("job").stringValue()).isEqualTo(id);
    assertThat(transcript.get("kind").stringValue()).isEqualTo("generation");
    assertThat(transcript.get("state").stringValue()).isEqualTo("succeeded");
    assertThat(transcript.get("model").stringValue()).isEqualTo("demo");
    assertThat(transcript.get("digest").stringValue()).isEqualTo(tokenizer.digest());
    assertThat(transcript.get("seed").intValue()).isEqualTo(7);
    assertThat(transcript.get("sampling").toString())
        .isEqualTo("{\"guidance\":3.0,\"temperature\":1.0,\"top_k\":50,\"top_p\":0.95}");
    assertThat(transcript.get("schedule").get("level").intValue()).isEqualTo(4);
    assertThat(transcript.get("schedule").get("grids").get(2).toString())
        .isEqualTo("{\"height\":3,\"width\":3}");
    assertThat(transcript.get("prompt_ids").toString()).isEqualTo("[97,98,0,1,2,3,4,5,6,7]");
    assertThat(transcript.get("unconditional_ids").toString()).isEqualTo("[0,1,2,3,4,5,6,7]");
    assertThat(transcript.get("scales").intValue()).isEqualTo(4);
    JsonNode second = transcript.get("images").get(1);
    assertThat(second.get("index").intValue()).isEqualTo(1);
    assertThat(second.get("codes")).hasSize(4);
    assertThat(second.get("codes").get(3).stringValue())
        .isEqualTo(Worker.codes(1, 4, 16).toBase64());
    assertThat(second.get("sha256").stringValue()).isEqualTo(hashOfCodes(1, 4));
  }

  @Test
  void aJobThatRunsHasWhatIsDrawnSoFar() {
    String id = submitted();
    assertThat(transcript(id).get("images").get(0).get("codes")).isEmpty();
    Worker.takes(queue, id).draws(1, 2);

    JsonNode transcript = transcript(id);

    assertThat(transcript.get("state").stringValue()).isEqualTo("running");
    assertThat(transcript.get("scales").intValue()).isEqualTo(2);
    assertThat(transcript.get("images").get(0).get("codes")).hasSize(2);
  }

  @Test
  void variantsShowWhatWasGivenToThem() {
    String source = submitted();
    Worker.takes(queue, source).drawsAll();
    String id =
        api.post("/v1/jobs/" + source + "/reroll", "{\"keep_scales\": 3}")
            .json()
            .get("id")
            .stringValue();

    JsonNode transcript = transcript(id);

    assertThat(transcript.get("given_scales").intValue()).isEqualTo(3);
    assertThat(transcript.get("images").get(0).get("codes")).hasSize(3);
  }

  @Test
  void samplingPerScaleStandsThereAsItWasAskedFor() {
    String id = submitted("{\"prompt\": \"a\", \"top_k\": [1, 2, 3, 4, 5, 6]}");

    assertThat(transcript(id).get("sampling").get("top_k").toString()).isEqualTo("[1,2,3,4,5,6]");
  }

  @Test
  void anAnswersTranscriptHoldsItsTokens() {
    String id =
        api.post("/v1/understandings", "{\"prompt\": \"Why?\", \"seed\": 3}")
            .json()
            .get("id")
            .stringValue();
    assertThat(transcript(id).get("answer_ids")).isEmpty();
    Worker worker = Worker.takes(queue, id);
    queue
        .report(worker.lease(), new Progress(Map.of("text:ids", "[5,6,7]"), "text", "{}", 3))
        .block();
    worker.ends(new Outcome.Succeeded("{\"ids\":[5,6]}"));

    JsonNode transcript = transcript(id);

    assertThat(transcript.get("kind").stringValue()).isEqualTo("understanding");
    assertThat(transcript.get("answer_ids").toString()).isEqualTo("[5,6,7]");
    assertThat(transcript.get("prompt_ids")).hasSize(4 + 8);
    assertThat(transcript.get("sampling").toString())
        .isEqualTo("{\"temperature\":0.0,\"top_p\":1.0}");
    assertThat(transcript.get("seed").intValue()).isEqualTo(3);
  }

  private JsonNode transcript(String id) {
    return api.get("/v1/jobs/" + id + "/transcript").json();
  }

  /** As anybody can compute it: two bytes a code, the lower first. */
  private static String hashOfCodes(int image, int scales) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int scale = 1; scale <= scales; scale++) {
      for (int code : Worker.codes(image, scale, scale * scale).toArray()) {
        bytes.write(code & 0xff);
        bytes.write(code >> 8);
      }
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
