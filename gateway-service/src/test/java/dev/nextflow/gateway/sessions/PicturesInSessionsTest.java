package dev.nextflow.gateway.sessions;

import static dev.nextflow.gateway.sessions.Conversation.accepted;
import static dev.nextflow.gateway.sessions.Conversation.joined;
import static dev.nextflow.gateway.sessions.Conversation.said;
import static dev.nextflow.gateway.testbed.TokenizerServer.EOI;
import static dev.nextflow.gateway.testbed.TokenizerServer.IM_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.UnderstandingWork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What was drawn in a session is drawn on, and asked about, without being encoded. */
@TestPropertySource(properties = {"nextflow.sessions.keep-every=1h"})
class PicturesInSessionsTest extends KeyedGatewayTest {

  private static final String TURNS = "/v1/generations";

  private Api user;
  private Conversation talk;

  @BeforeEach
  void aSession() {
    user = user(newTenant());
    talk = Conversation.open(user, queue, "{}");
  }

  @Test
  void whatWasDrawnIsDrawnOnAndAskedAbout() {
    int encoded = tokenizer.encodings();
    GenerationWork first = drawn(accepted(draw("a")));
    assertThat(first.conditionalIds()).isEqualTo(said("a"));
    assertThat(first.pictures()).isEmpty();

    GenerationWork edit = drawn(accepted(draw("b")));
    assertThat(edit.conditionalIds())
        .isEqualTo(joined(said("a"), new int[] {EOI, IM_END}, said("b")));
    assertThat(edit.schedule()).isEqualTo(first.schedule());
    GivenPicture picture = edit.conditional().pictures().getFirst();
    assertThat(picture.boi()).isEqualTo(said("a").length - 1);
    assertThat(picture.codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));

    UnderstandingWork question = talk.answers(talk.asked("c"), 20, IM_END);
    assertThat(question.ids())
        .isEqualTo(joined(edit.conditionalIds(), new int[] {EOI, IM_END}, said("c")));
    assertThat(question.pictures()).hasSize(2).startsWith(picture);
    assertThat(tokenizer.encodings()).isEqualTo(encoded);
  }

  @Test
  void guidanceLeadsAwayFromTheNewestDrawnPictureAlone() {
    drawn(accepted(draw("a")));
    drawn(accepted(draw("b")));
    GenerationWork third = drawn(accepted(draw("c")));

    assertThat(third.conditional().pictures()).hasSize(2);
    assertThat(third.unconditional().pictures()).hasSize(1);
    assertThat(third.unconditionalPlaces()).containsExactly(-1, 0);
  }

  @Test
  void aPictureThatWasChosenAmongCandidatesIsDrawnOn() {
    String job =
        accepted(
            user.post(
                TURNS,
                "{\"session_id\":\"%s\",\"prompt\":\"a\",\"acceptance\":{\"questions\":[{\"question\":\"q\",\"answer\":\"b\"}]}}"
                    .formatted(talk.id())));
    Worker worker = Worker.takes(queue, job);
    assertThat(worker.work().acceptance().candidates()).isEqualTo(4);
    worker.drawsAll();

    GenerationWork next = drawn(accepted(draw("b")));
    assertThat(next.acceptance()).isNull();
    GivenPicture picture = next.conditional().pictures().getFirst();
    assertThat(picture.codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));
  }

  @Test
  void aSessionShowsWhatWasDrawnByItsJob() {
    String job = accepted(draw("a"));
    drawn(job);
    JsonNode turn = talk.shown().at("/turns/0");
    assertThat(turn.get("kind").stringValue()).isEqualTo("generation");
    assertThat(turn.at("/messages/1").toString())
        .isEqualTo(
            "{\"role\":\"assistant\",\"parts\":[{\"type\":\"image\",\"job\":\"%s\",\"index\":0}]}"
                .formatted(job));
  }

  @Test
  void aPictureOutlivesItsJobInTheSession() {
    String job = accepted(draw("a"));
    drawn(job);
    assertThat(user.send("DELETE", "/v1/jobs/" + job, new byte[0]).status()).isEqualTo(204);
    assertThat(drawn(accepted(draw("b"))).pictures()).hasSize(1);
  }

  @Test
  void aDraftIsUnfinishedUntilItIsDrawnOn() {
    String job = accepted(draw("a", "\"stop_after\": 3"));
    Worker.takes(queue, job).drawsDraft(1);
    assertThat(draw("b").status()).isEqualTo(409);
    assertThat(talk.shown().at("/turns/0/state").stringValue()).isEqualTo("draft_ready");

    assertThat(user.post("/v1/jobs/" + job + "/continue", "{}").status()).isEqualTo(202);
    assertThat(user.get("/v1/jobs/" + job).json().at("/request/session_id").stringValue())
        .isEqualTo(talk.id());
    Worker.takes(queue, job).draws(4, 6).ends(new Outcome.Succeeded("{}"));
    assertThat(drawn(accepted(draw("b"))).pictures()).hasSize(1);
  }

  @Test
  void aVariantOfATurnIsNoTurn() {
    String job = accepted(draw("a"));
    drawn(job);
    Answer variant = user.post("/v1/jobs/" + job + "/reroll", "{\"keep_scales\": 2}");
    assertThat(variant.status()).as(variant.text()).isEqualTo(202);
    assertThat(variant.json().get("request").has("session_id")).isFalse();
    assertThat(talk.shown().get("turns")).hasSize(1);
  }

  @Test
  void aTurnDrawsOnePictureInTheSizeOfThoseBefore() {
    blames(draw("a", "\"n\": 2"), "n");
    drawn(accepted(draw("a")));
    blames(draw("b", "\"size\": \"64x64\""), "session_id");
    accepted(draw("b", "\"size\": \"96x96\""));
  }

  private Answer draw(String prompt, String... more) {
    String fields = more.length == 0 ? "" : ", " + more[0];
    return user.post(
        TURNS,
        "{\"session_id\": \"%s\", \"prompt\": \"%s\"%s}".formatted(talk.id(), prompt, fields));
  }

  /** A worker draws it. -> what it was to draw */
  private GenerationWork drawn(String job) {
    Worker worker = Worker.takes(queue, job);
    worker.drawsAll();
    return worker.work();
  }

  private static void blames(Answer answer, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo(field);
  }
}
