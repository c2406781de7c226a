package dev.nextflow.gateway.sessions;

import static dev.nextflow.gateway.sessions.Conversation.accepted;
import static dev.nextflow.gateway.sessions.Conversation.joined;
import static dev.nextflow.gateway.sessions.Conversation.said;
import static dev.nextflow.gateway.testbed.TokenizerServer.BOI;
import static dev.nextflow.gateway.testbed.TokenizerServer.EOI;
import static dev.nextflow.gateway.testbed.TokenizerServer.IM_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of text and pictures is a turn: it is told on, edited and asked about. */
@TestPropertySource(properties = {"nextflow.sessions.keep-every=1h"})
class StoriesInSessionsTest extends KeyedGatewayTest {

  private static final String TURNS = "/v1/compositions";
  private static final ScaleSchedule USUAL = new ScaleSchedule(new Grid(64, 64), 6);

  /** A text, a picture, a text, the end: as it is read on. */
  private static final int[] TOLD = {20, BOI, EOI, 21, IM_END};

  private Api user;
  private Conversation talk;

  @BeforeEach
  void aSession() {
    user = user(newTenant());
    talk = Conversation.open(user, queue, "{}");
  }

  @Test
  void aStoryGoesOnFromTheVeryTokensThatWereWrittenAndDrawnInTheirOrder() {
    int encoded = tokenizer.encodings();
    CompositionWork first = tells(accepted(tell("a")), TOLD);
    assertThat(first.ids()).isEqualTo(said("a"));

    CompositionWork next = tells(accepted(tell("b")), TOLD);

    assertThat(next.ids()).isEqualTo(joined(said("a"), TOLD, said("b")));
    assertThat(next.schedule()).isEqualTo(USUAL);
    GivenPicture picture = next.sequence().pictures().getFirst();
    assertThat(picture.boi()).isEqualTo(said("a").length + 1);
    assertThat(picture.codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));
    assertThat(next.unguided().pictures()).hasSize(1);
    assertThat(tokenizer.encodings()).isEqualTo(encoded);
  }

  @Test
  void whatWasToldIsDrawnOnAndAskedAbout() {
    CompositionWork story = tells(accepted(tell("a")), TOLD);
    String edit = accepted(user.post("/v1/generations", talk.asking("b")));
    Worker worker = Worker.takes(queue, edit);
    worker.drawsAll();
    GenerationWork drawn = worker.work();
    assertThat(drawn.conditionalIds()).isEqualTo(joined(story.ids(), TOLD, said("b")));
    assertThat(drawn.conditional().pictures()).hasSize(1);

    UnderstandingWork question = talk.answers(talk.asked("c"), 22, IM_END);
    assertThat(question.ids())
        .isEqualTo(joined(drawn.conditionalIds(), new int[] {EOI, IM_END}, said("c")));
    assertThat(question.pictures().stream().map(GivenPicture::boi))
        .containsExactly(said("a").length + 1, drawn.conditionalIds().length - 1);
  }

  @Test
  void guidanceLeadsAwayFromTheNewestPictureOfAStoryAlone() {
    tells(accepted(tell("a")), 20, BOI, EOI, BOI, EOI, IM_END);
    CompositionWork next = tells(accepted(tell("b")), 20);
    assertThat(next.sequence().pictures()).hasSize(2);
    assertThat(next.unguidedPlaces()).containsExactly(-1, 0);
    assertThat(next.unguided().pictures()).hasSize(1);
    assertThat(next.unguided().pictures().getFirst().codes())
        .isEqualTo(next.sequence().pictures().getLast().codes());
  }

  @Test
  void aSessionShowsTextsAndPicturesInTheirOrder() {
    talk.answers(talk.asked("a"), 19, IM_END);
    String job = accepted(tell("b"));
    tells(job, BOI, EOI, 20, 21, BOI, EOI, 22);
    JsonNode turn = talk.shown().at("/turns/1");
    assertThat(turn.get("kind").stringValue()).isEqualTo("composition");
    assertThat(turn.at("/messages/1/parts").toString())
        .isEqualTo(
            """
            [{"type":"image","job":"JOB","index":0},{"type":"text","text":"text of 20 21"},\
            {"type":"image","job":"JOB","index":1},{"type":"text","text":"text of 22"}]\
            """
                .replace("JOB", job));
    assertThat(user.job(job).at("/request/session_id").stringValue()).isEqualTo(talk.id());
  }

  @Test
  void aStoryThatEndsInAPictureIsClosedBehindIt() {
    tells(accepted(tell("a")), 20, BOI, EOI);
    assertThat(tells(accepted(tell("b")), 20).ids())
        .isEqualTo(joined(said("a"), new int[] {20, BOI, EOI, IM_END}, said("b")));
  }

  @Test
  void ofAStoryThatWasCutShortOnlyWholePartsAreGoneOnFrom() {
    Worker worker = Worker.takes(queue, accepted(tell("a")));
    worker.writesOn("[20,7]", "[20]", 2); // The picture is opened, and never drawn.
    worker.ends(new Outcome.PartiallySucceeded(result("budget", 20)));
    CompositionWork next = tells(accepted(tell("b")), 21);
    assertThat(next.ids()).isEqualTo(joined(said("a"), new int[] {20, IM_END}, said("b")));
    assertThat(next.pictures()).isEmpty();
  }

  @Test
  void aStoryWithoutAnyPartIsNoPartOfWhatFollows() {
    Worker.takes(queue, accepted(tell("a")))
        .writesOn("[7]", "[]", 1)
        .ends(new Outcome.PartiallySucceeded(result("budget")));
    assertThat(tells(accepted(tell("b")), 20).ids()).isEqualTo(said("b"));
    assertThat(talk.shown().get("turns").valueStream().map(t -> t.get("answered").booleanValue()))
        .containsExactly(false, true);
  }

  @Test
  void whatAnOlderWorkerLeftWithoutItsTokensIsNoPartOfWhatFollows() {
    Worker.takes(queue, accepted(tell("a")))
        .writesOn("[20]", "[20]", 1)
        .ends(new Outcome.Succeeded(result("stop", 20).replaceFirst("\"ids\":\\[20],", "")));
    assertThat(talk.shown().at("/turns/0/answered").booleanValue()).isFalse();
    assertThat(tells(accepted(tell("b")), 20).ids()).isEqualTo(said("b"));
  }

  @Test
  void aBranchTellsAnotherEnd() {
    tells(accepted(tell("a")), TOLD);
    tells(accepted(tell("b")), TOLD);
    Answer answer = user.post(talk.path() + "/branches", "{\"after_turn\": 1}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    talk = new Conversation(user, queue, answer.json().get("id").stringValue());
    CompositionWork other = tells(accepted(tell("c")), TOLD);
    assertThat(other.ids()).isEqualTo(joined(said("a"), TOLD, said("c")));
    assertThat(other.pictures()).hasSize(1);
    assertThat(talk.shown().at("/turns/1/messages/1/parts")).hasSize(3);
  }

  @Test
  void aStoryOutlivesItsJobInTheSession() {
    String job = accepted(tell("a"));
    tells(job, TOLD);
    assertThat(user.send("DELETE", "/v1/jobs/" + job, new byte[0]).status()).isEqualTo(204);
    assertThat(tells(accepted(tell("b")), 20).ids()).isEqualTo(joined(said("a"), TOLD, said("b")));
  }

  @Test
  void picturesThatNoWorkerReadsAreRefusedByName() {
    int[] four = {20, BOI, EOI, BOI, EOI, BOI, EOI, BOI, EOI, IM_END};
    tells(accepted(tell("a")), four);
    blames(tell("b", "\"size\": \"64x64\""), "must have pictures of the size");
    tells(accepted(tell("b")), BOI, EOI);
    blames(tell("c"), "must have at most 4 pictures with those of this turn");
    blames(talk.ask("c"), "must have at most 4 pictures with those of this turn");
  }

  @Test
  void anEstimateCountsTheTurnsBefore() {
    tells(accepted(tell("a")), TOLD);
    String body = talk.asking("b").replaceFirst("\\{", "{\"kind\":\"composition\",");
    JsonNode estimate = user.post("/v1/estimates", body).json();
    CompositionWork next = tells(accepted(tell("b")), 20);
    assertThat(estimate.get("prompt_tokens").intValue()).isEqualTo(next.sequence().tokens());
  }

  private Answer tell(String prompt, String... more) {
    String fields = more.length == 0 ? "" : more[0] + ",";
    return user.post(TURNS, talk.asking(prompt).replaceFirst("\\{", "{" + fields));
  }

  /**
   * A worker tells it.
   *
   * @param ids as they are read on
   * @return what it was to go on from
   */
  private CompositionWork tells(String job, int... ids) {
    Worker worker = Worker.takes(queue, job);
    List<Integer> written = new ArrayList<>();
    long done = 0;
    int pictures = 0;
    for (int id : ids) {
      if (id == EOI) {
        worker.drawsPicture(pictures++, USUAL, done);
        done += USUAL.codes();
      } else {
        written.add(id);
        worker.writesOn(written.toString().replace(" ", ""), "[]", ++done);
      }
    }
    worker.ends(new Outcome.Succeeded(result("stop", ids)));
    return JsonMapper.shared().readValue(worker.lease().work(), CompositionWork.class);
  }

  /** As a worker leaves it. */
  private static String result(String reason, int... ids) {
    List<String> parts = new ArrayList<>();
    List<Integer> text = new ArrayList<>();
    int pictures = 0;
    for (int id : ids) {
      if (id != BOI && id != EOI && id != IM_END) {
        text.add(id);
      } else if (!text.isEmpty()) {
        parts.add("{\"type\":\"text\",\"ids\":%s}".formatted(text));
        text.clear();
      }
      if (id == BOI) {
        parts.add("{\"type\":\"image\",\"index\":%d}".formatted(pictures++));
      }
    }
    if (!text.isEmpty()) {
      parts.add("{\"type\":\"text\",\"ids\":%s}".formatted(text));
    }
    return "{\"ids\":%s,\"parts\":%s,\"finish_reason\":\"%s\"}"
        .formatted(IntStream.of(ids).boxed().toList(), parts, reason);
  }

  private static void blames(Answer answer, String rule) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo("session_id");
    assertThat(answer.json().at("/errors/0/rule").stringValue()).startsWith(rule);
  }
}
