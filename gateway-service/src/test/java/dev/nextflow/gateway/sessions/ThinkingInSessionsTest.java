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
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.GenerationWork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The first picture of a session may be thought of before; what was thought is not remembered. */
@TestPropertySource(properties = {"nextflow.sessions.keep-every=1h"})
class ThinkingInSessionsTest extends KeyedGatewayTest {

  private static final String TURNS = "/v1/generations";
  private static final String PLANNED = "{\"thinking\":{\"ids\":[5,6],\"followed\":true}}";

  private Api user;
  private Conversation talk;

  @BeforeEach
  void aSession() {
    user = user(newTenant());
    talk = Conversation.open(user, queue, "{}");
  }

  @Test
  void aThoughtIsWrittenForATurnAsForAnyJobAndIsNoPartOfWhatFollows() {
    String job = accepted(draw("a", "\"thinking\": \"on\""));
    Worker worker = Worker.takes(queue, job).thinks(5, 6, BOI);
    assertThat(worker.work().conditionalIds())
        .containsExactly(1001, 1002, 1003, 'a', 0, 1, 2, 3, 4, 5, 6);
    worker.drawsAfter(3, 1, 6).ends(new Outcome.Succeeded(PLANNED));

    GenerationWork edit = drawn(accepted(draw("b")));
    assertThat(edit.conditionalIds())
        .isEqualTo(joined(said("a"), new int[] {EOI, IM_END}, said("b")));
    assertThat(edit.pictures().getFirst().boi()).isEqualTo(said("a").length - 1);
    assertThat(edit.pictures().getFirst().codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));
  }

  @Test
  void aSessionShowsThePictureAndNotTheThought() {
    String job = accepted(draw("a", "\"thinking\": \"on\""));
    Worker.takes(queue, job)
        .thinks(5, 6, BOI)
        .drawsAfter(3, 1, 6)
        .ends(new Outcome.Succeeded(PLANNED));
    JsonNode turn = talk.shown().at("/turns/0");
    assertThat(turn.get("answered").booleanValue()).isTrue();
    assertThat(turn.at("/messages/1/parts").toString())
        .isEqualTo("[{\"type\":\"image\",\"job\":\"%s\",\"index\":0}]".formatted(job));
    assertThat(user.job(job).at("/thinking/text").stringValue()).isEqualTo("text of 5 6");
  }

  @Test
  void aTurnThatWaitsForApprovalIsUnfinishedUntilItsPlanIsTakenAndDrawn() {
    String job = planned();
    Answer early = draw("b");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().get("code").stringValue()).isEqualTo("turn-unfinished");
    JsonNode waiting = talk.shown();
    assertThat(waiting.at("/turns/0/state").stringValue()).isEqualTo("awaiting_approval");
    assertThat(waiting.get("expires_at").isNull()).as("a session outlives its turn").isTrue();

    String approve = "/v1/jobs/" + job + "/approve";
    assertThat(user.post(approve, "{\"final_prompt\": \"c\"}").status()).isEqualTo(202);
    assertThat(user.job(job).at("/request/session_id").stringValue()).isEqualTo(talk.id());
    assertThat(draw("b").status()).isEqualTo(409);
    Worker.takes(queue, job).drawsAfter(3, 1, 6).ends(new Outcome.Succeeded(PLANNED));

    assertThat(drawn(accepted(draw("b"))).conditionalIds())
        .as("what was said stays what was said")
        .isEqualTo(joined(said("a"), new int[] {EOI, IM_END}, said("b")));
  }

  @Test
  void aPlanThatIsCancelledLeavesTheSessionAsItWas() {
    user.post("/v1/jobs/" + planned() + "/cancel", "");
    String again = accepted(draw("b", "\"thinking\": \"on\""));
    assertThat(Worker.takes(queue, again).work().conditionalIds()).startsWith(1001, 1002, 1003);
    assertThat(talk.shown().at("/turns/0/answered").booleanValue()).isFalse();
  }

  @Test
  void behindAnAnsweredTurnNothingIsThought() {
    drawn(accepted(draw("a")));
    String[] wishes = {"\"thinking\": \"on\"", "\"thinking\": \"on\", \"approval\": \"required\""};
    for (String wish : wishes) {
      Answer answer = draw("b", wish);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.json().get("errors").toString())
          .isEqualTo(
              "[{\"field\":\"thinking\","
                  + "\"rule\":\"must be off behind an answered turn of the session\"}]");
    }
    assertThat(talk.shown().get("turns")).hasSize(1);
    accepted(draw("b", "\"thinking\": \"off\""));
  }

  private String planned() {
    String job = accepted(draw("a", "\"thinking\": \"on\", \"approval\": \"required\""));
    Worker.takes(queue, job)
        .thinks(5, 6, BOI)
        .ends(new Outcome.Rested(JobState.AWAITING_APPROVAL, PLANNED));
    return job;
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
}
