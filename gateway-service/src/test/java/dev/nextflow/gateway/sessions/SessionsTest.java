package dev.nextflow.gateway.sessions;

import static dev.nextflow.gateway.sessions.Conversation.accepted;
import static dev.nextflow.gateway.sessions.Conversation.joined;
import static dev.nextflow.gateway.sessions.Conversation.said;
import static dev.nextflow.gateway.testbed.TokenizerServer.IM_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Turns of a session: what a worker reads, one at a time, and what a session shows of them. */
@TestPropertySource(properties = {"nextflow.sessions.keep-every=1h"})
class SessionsTest extends KeyedGatewayTest {

  private static final String PICTURE =
      "{\"session_id\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":["
          + "{\"type\":\"image\",\"media_type\":\"image/png\",\"data\":\"Y2F0\"},"
          + "{\"type\":\"text\",\"text\":\"?\"}]}]}";

  private Api user;
  private Conversation talk;

  @BeforeEach
  void aSession() {
    user = user(newTenant());
    talk = Conversation.open(user, queue, "{}");
  }

  @Test
  void aTurnGoesOnFromTheVeryTokensThatWereReadAndWritten() {
    int[] first = talk.answers(talk.asked("why?"), 20, 21, IM_END).ids();
    assertThat(first).isEqualTo(said("why?"));

    UnderstandingWork second = talk.answers(talk.asked("so?"), 22);
    assertThat(second.ids()).isEqualTo(joined(first, new int[] {20, 21, IM_END}, said("so?")));
    // Its answer came to the limit, so its turn is closed before the next.
    UnderstandingWork third = talk.answers(talk.asked("a"), IM_END);
    assertThat(third.ids()).isEqualTo(joined(second.ids(), new int[] {22, IM_END}, said("a")));
  }

  @Test
  void aPictureIsEncodedOnceAndStaysInTheTurnsThatFollow() {
    int encoded = tokenizer.encodings();
    String job = accepted(user.post(Conversation.TURNS, PICTURE.formatted(talk.id())));
    UnderstandingWork first = talk.answers(job, 20, IM_END);

    UnderstandingWork second = talk.answers(talk.asked("a"), 21, IM_END);

    assertThat(second.pictures()).hasSize(1).isEqualTo(first.pictures());
    assertThat(second.pictures().getFirst().codes()).isEqualTo(TokenizerServer.codesOf("cat"));
    assertThat(tokenizer.encodings()).isEqualTo(encoded + 1);
  }

  @Test
  void aSessionShowsItsTurns() {
    JsonNode empty = talk.shown();
    assertThat(empty.get("turns").size()).isZero();
    assertThat(empty.get("expires_at").isString()).isTrue();
    assertThat(empty.get("digest").stringValue()).isEqualTo(tokenizer.digest());
    String job = accepted(user.post(Conversation.TURNS, PICTURE.formatted(talk.id())));

    JsonNode running = talk.shown();
    assertThat(running.at("/turns/0/state").stringValue()).isEqualTo("queued");
    assertThat(running.at("/turns/0/answered").booleanValue()).isFalse();
    assertThat(running.at("/turns/0/messages").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"image\",\"media_type\":\"image/png\","
                + "\"bytes\":3},{\"type\":\"text\",\"text\":\"?\"}]}]");
    assertThat(running.get("expires_at").isNull()).isTrue();
    assertThat(user.get("/v1/jobs/" + job).json().at("/request/session_id").stringValue())
        .isEqualTo(talk.id());

    talk.answers(job, 20, 21, IM_END);
    JsonNode turn = talk.shown().at("/turns/0");
    assertThat(turn.get("turn").intValue()).isEqualTo(1);
    assertThat(turn.get("job").stringValue()).isEqualTo(job);
    assertThat(turn.get("kind").stringValue()).isEqualTo("understanding");
    assertThat(turn.get("state").stringValue()).isEqualTo("succeeded");
    assertThat(turn.get("answered").booleanValue()).isTrue();
    assertThat(turn.at("/messages/1/role").stringValue()).isEqualTo("assistant");
    assertThat(turn.at("/messages/1/parts/0/text").stringValue()).isEqualTo("text of 20 21");
  }

  @Test
  void aTurnWaitsForTheOneBeforeIt() {
    String job = talk.asked("why?");
    unfinished(talk.ask("so?"));
    Worker worker = Worker.takes(queue, job);
    unfinished(talk.ask("so?"));
    worker.writes(0, 20).ends(new Outcome.Succeeded("{\"ids\":[20]}"));
    talk.asked("so?");
  }

  @Test
  void ofTurnsThatAreSubmittedTogetherOneIsTaken() {
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String prompt = "why" + i;
      asked.add(CompletableFuture.supplyAsync(() -> talk.ask(prompt)));
    }
    List<Integer> statuses = asked.stream().map(answer -> answer.join().status()).toList();

    assertThat(statuses).containsOnly(202, 409);
    assertThat(statuses.stream().filter(status -> status == 202)).hasSize(1);
    assertThat(talk.shown().get("turns")).hasSize(1);
    assertThat(user.get("/v1/jobs").json().get("jobs")).hasSize(1);
  }

  @Test
  void aTurnWithoutAnAnswerIsNoPartOfWhatFollows() {
    int[] first = talk.answers(talk.asked("why?"), 20, IM_END).ids();
    Worker.takes(queue, talk.asked("b")).ends(new Outcome.Failed("answering-failed"));
    String cancelled = talk.asked("c");
    user.post("/v1/jobs/" + cancelled + "/cancel", "");

    UnderstandingWork next = talk.answers(talk.asked("so?"), 21, IM_END);

    assertThat(next.ids()).isEqualTo(joined(first, new int[] {20, IM_END}, said("so?")));
    assertThat(talk.shown().get("turns").valueStream().map(t -> t.get("state").stringValue()))
        .containsExactly("succeeded", "failed", "cancelled", "succeeded");
  }

  @Test
  void aSessionThatIsTooLongForItsNextTurnIsBlamed() {
    talk.answers(talk.asked("why?"), 20, IM_END);
    Answer answer = talk.ask("x".repeat(20));
    blames(answer, 400, "invalid-request", "session_id");
    assertThat(answer.json().at("/errors/0/rule").stringValue())
        .isEqualTo("must be at most 40 tokens with what follows, and would be 42");
    talk.asked("x");
  }

  @Test
  void afterItsBundleIsGoneASessionIsShownAndTakesNoTurn() {
    talk.answers(talk.asked("why?"), 20, IM_END);
    tokenizer.replaceBundle();
    Answer answer = talk.ask("so?");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("bundle-gone");
    assertThat(talk.shown().at("/turns/0/answered").booleanValue()).isTrue();
  }

  @Test
  void aSessionKeepsTheAnswerOfAJobThatIsDeleted() {
    String job = talk.asked("why?");
    int[] first = talk.answers(job, 20, IM_END).ids();
    assertThat(user.send("DELETE", "/v1/jobs/" + job, new byte[0]).status()).isEqualTo(204);

    int[] next = talk.answers(talk.asked("so?"), 21, IM_END).ids();
    assertThat(next).isEqualTo(joined(first, new int[] {20, IM_END}, said("so?")));
  }

  @Test
  void aRepeatIsTheSameJobAndNoOtherTurn() {
    String job = accepted(talk.ask("why?", "Idempotency-Key", "k"));
    assertThat(accepted(talk.ask("why?", "Idempotency-Key", "k"))).isEqualTo(job);
    talk.answers(job, 20, IM_END);
    assertThat(accepted(talk.ask("why?", "Idempotency-Key", "k"))).isEqualTo(job);
    assertThat(talk.shown().get("turns")).hasSize(1);
    assertThat(talk.ask("other", "Idempotency-Key", "k").status()).isEqualTo(422);

    // None of this has taken the next place.
    String next = talk.asked("so?");
    assertThat(accepted(talk.ask("why?", "Idempotency-Key", "k"))).isEqualTo(job);
    talk.answers(next, 21, IM_END);
    assertThat(talk.shown().get("turns")).hasSize(2);
  }

  @Test
  void aTurnThatIsRefusedTakesNoPlace() {
    Api one = user(newTenant("\"jobs_in_flight\": 1"));
    Conversation busy = Conversation.open(one, queue, "{}");
    accepted(one.post(Conversation.TURNS, "{\"prompt\":\"other\"}"));
    assertThat(busy.ask("why?").status()).isEqualTo(429);
    assertThat(busy.ask("why?").status()).isEqualTo(429);
    assertThat(busy.shown().get("turns").size()).isZero();
  }

  @Test
  void anEstimateCountsTheTurnsBefore() {
    talk.answers(talk.asked("why?"), 20, IM_END);
    JsonNode estimate =
        user.post(
                "/v1/estimates",
                talk.asking("so?").replaceFirst("\\{", "{\"kind\":\"understanding\","))
            .json();
    assertThat(estimate.get("prompt_tokens").intValue())
        .isEqualTo(talk.answers(talk.asked("so?"), 21).ids().length);
  }

  @Test
  void anotherModelThanTheSessionsIsRefused() {
    String body = talk.asking("why?").replaceFirst("\\{", "{\"model\":\"%s\",");
    blames(user.post(Conversation.TURNS, body.formatted("other")), 400, "invalid-request", "model");
    accepted(user.post(Conversation.TURNS, body.formatted(TokenizerServer.MODEL)));
  }

  @Test
  void aForeignSessionIsTheSame404AsAnUnknownOneForATurn() {
    Conversation foreign = Conversation.open(user(newTenant()), queue, "{}");
    String refused = user.post(Conversation.TURNS, foreign.asking("?")).text();
    for (String id : List.of(foreign.id(), SessionId.random().value(), "nonsense", "session-x")) {
      Answer answer = user.post(Conversation.TURNS, new Conversation(user, queue, id).asking("?"));
      assertThat(answer.text()).isEqualTo(refused);
      blames(answer, 404, "not-found", "session_id");
    }
    assertThat(foreign.shown().get("turns").size()).isZero();
  }

  @Test
  void aSessionIsDeletedAndItsJobsAreNot() {
    String job = talk.asked("why?");
    assertThat(user.send("DELETE", talk.path(), new byte[0]).status()).isEqualTo(204);
    assertThat(user.send("DELETE", talk.path(), new byte[0]).status()).isEqualTo(404);
    assertThat(user.get(talk.path()).status()).isEqualTo(404);
    assertThat(talk.ask("so?").status()).isEqualTo(404);
    talk.answers(job, 20);
    assertThat(user.get("/v1/jobs/" + job).json().get("state").stringValue())
        .isEqualTo("succeeded");
  }

  private static void unfinished(Answer answer) {
    blames(answer, 409, "turn-unfinished", "session_id");
    assertThat(answer.json().get("retry").booleanValue()).isTrue();
  }

  private static void blames(Answer answer, int status, String code, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo(field);
  }
}
