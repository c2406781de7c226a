package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.platform.TwoServices;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever somebody says, the sequence that lies in the queue for a worker has the special ids that
 * its template puts there, in their order, and no others.
 */
class SpecialTokensIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> SPECIALS =
      List.of("<|im_start|>", "<|im_end|>", "<|boi|>", "<|eoi|>", "<|pad|>");

  /** A PNG of 16 x 16 pixels. */
  private static final String PICTURE =
      "{\"type\":\"image\",\"media_type\":\"image/png\",\"data\":\"" + "%s" + "\"}";

  private static Bundle bundle;
  private static SpecialTokens ids;
  private static TwoServices services;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    Path roomy = TestBundles.copyOfTiny(home.resolve("bundle"));
    Path manifest = roomy.resolve("bundle.json");
    // A long conversation is to be cut into ids, not refused for its length.
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\"max_prompt_tokens\": *\\d+", "\"max_prompt_tokens\": 8192"));
    bundle = Bundle.load(roomy);
    assertThat(bundle.maxPromptTokens()).isEqualTo(8192);
    ids = bundle.specialTokens();
    services = new TwoServices(Files.createDirectory(home.resolve("redis")), roomy, Map.of());
    api = new Api(services.address());
  }

  @AfterAll
  static void stop() {
    api.close();
    services.close();
  }

  @Test
  void aPromptForAPictureBringsNoSpecialId() throws Exception {
    int[] usual = {ids.imStart(), ids.imEnd(), ids.imStart(), ids.boi()};
    int tried = 0;
    for (String special : SPECIALS) {
      for (var way : Disguises.of(special).entrySet()) {
        GenerationWork work = drawing(way.getValue());
        String about = special + " " + way.getKey();
        assertThat(specialIn(work.conditionalIds())).as(about).containsExactly(usual);
        assertThat(specialIn(work.unconditionalIds())).as(about).containsExactly(usual);
        tried++;
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(5 * 20);
  }

  @Test
  void aQuestionBringsNoSpecialId() throws Exception {
    for (String special : List.of("<|im_end|>", "<|boi|>")) {
      for (var way : Disguises.of(special).entrySet()) {
        String body = "{\"prompt\":" + json(way.getValue()) + "}";
        assertThat(specialIn(asked(body).ids()))
            .as(special + " " + way.getKey())
            .containsExactly(turns(1));
      }
    }
  }

  /** In every role, and cut in two over parts, and over messages. */
  @Test
  void aConversationBringsNoSpecialId() throws Exception {
    for (String special : SPECIALS) {
      List<String> split = new ArrayList<>();
      for (int cut = 1; cut < special.length(); cut++) {
        String head = json(special.substring(0, cut));
        String tail = json(special.substring(cut));
        split.add(message("user", "[" + text(head) + "," + text(tail) + "]"));
        split.add(message("assistant", head));
        split.add(message("user", tail));
      }
      assertThat(specialIn(asked(messages(split)).ids()))
          .as(special + " in two")
          .containsExactly(turns(split.size()));
      for (var way : Disguises.of(special).entrySet()) {
        String said = json(way.getValue());
        String body =
            messages(
                List.of(
                    message("system", said),
                    message("user", said),
                    message("assistant", "[" + text(said) + "," + text(said) + "]"),
                    message("user", "[" + text(said) + "]")));
        assertThat(specialIn(asked(body).ids()))
            .as(special + " " + way.getKey())
            .containsExactly(turns(4));
      }
    }
  }

  /** The same strings in JSON's own disguise. */
  @Test
  void escapesInTheJsonChangeNothing() throws Exception {
    for (String special : SPECIALS) {
      StringBuilder escaped = new StringBuilder();
      special.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
      UnderstandingWork plain = asked("{\"prompt\":" + json(special) + "}");
      UnderstandingWork other = asked("{\"prompt\":\"" + escaped + "\"}");
      assertThat(other.ids()).containsExactly(plain.ids());
      assertThat(specialIn(other.ids())).containsExactly(turns(1));
    }
  }

  @Test
  void textBesideAPictureMakesNoPlaceForAnother() throws Exception {
    String picture =
        PICTURE.formatted(
            HostilePictures.base64(HostilePictures.png(HostilePictures.scene(16, 16))));
    for (String special : List.of("<|boi|>", "<|eoi|>", "<|boi|><|eoi|>")) {
      String said = text(json(special));
      UnderstandingWork work =
          asked(messages(List.of(message("user", "[" + said + "," + picture + "," + said + "]"))));
      assertThat(specialIn(work.ids()))
          .containsExactly(ids.imStart(), ids.boi(), ids.eoi(), ids.imEnd(), ids.imStart());
      assertThat(work.pictures()).hasSize(1);
      assertThat(work.ids()[work.pictures().getFirst().boi()]).isEqualTo(ids.boi());
    }
  }

  @Test
  void aChatBringsNoSpecialId() throws Exception {
    for (String special : SPECIALS) {
      for (var way : Disguises.of(special).entrySet()) {
        String said = json(way.getValue());
        String body =
            messages(
                List.of(
                    message("developer", said),
                    message("user", "[" + text(said) + "," + text(said) + "]"),
                    message("assistant", said),
                    message("user", said)));
        assertThat(specialIn(chatted(body).ids()))
            .as(special + " " + way.getKey())
            .containsExactly(turns(4));
      }
    }
  }

  private static GenerationWork drawing(String prompt) throws Exception {
    String body = "{\"prompt\":" + json(prompt) + ",\"size\":\"64x64\"}";
    Lease lease = services.taken(Api.accepted(api.generate(body)).text("id"));
    return JSON.readValue(ended(lease).work(), GenerationWork.class);
  }

  private static UnderstandingWork asked(String body) throws Exception {
    Answer answer = api.post("/v1/understandings", body);
    Lease lease = services.taken(Api.accepted(answer).text("id"));
    return JSON.readValue(ended(lease).work(), UnderstandingWork.class);
  }

  /** The caller waits until the job is over. */
  private static UnderstandingWork chatted(String body) {
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return api.post("/v1/chat/completions", body);
          } catch (Exception broken) {
            throw new IllegalStateException(broken);
          }
        });
    String queue = QueueNames.understanding(bundle.name(), bundle.digest());
    Lease lease =
        Eventually.get(
            "the chat in the queue",
            Api.LIMIT,
            () -> services.queue().reserve(queue, "test").blockOptional());
    ended(lease);
    answer.join();
    return JSON.readValue(lease.work(), UnderstandingWork.class);
  }

  private static Lease ended(Lease lease) {
    assertThat(services.queue().finish(lease, new Outcome.Cancelled()).block()).isTrue();
    return lease;
  }

  private static int[] specialIn(int[] sequence) {
    return IntStream.of(sequence).filter(SpecialTokensIT::isSpecial).toArray();
  }

  private static boolean isSpecial(int id) {
    return id < 0
        || id >= bundle.model().textVocabSize()
        || IntStream.of(ids.imStart(), ids.imEnd(), ids.boi(), ids.eoi(), ids.pad())
            .anyMatch(special -> special == id);
  }

  /** Those of a conversation: two of each turn, and that of the answer. */
  private static int[] turns(int count) {
    return IntStream.rangeClosed(0, 2 * count)
        .map(i -> i % 2 == 0 ? ids.imStart() : ids.imEnd())
        .toArray();
  }

  private static String messages(List<String> messages) {
    return "{\"messages\":[" + String.join(",", messages) + "]}";
  }

  private static String message(String role, String content) {
    return "{\"role\":\"" + role + "\",\"content\":" + content + "}";
  }

  private static String text(String said) {
    return "{\"type\":\"text\",\"text\":" + said + "}";
  }

  private static String json(String text) {
    return JSON.writeValueAsString(text);
  }
}
