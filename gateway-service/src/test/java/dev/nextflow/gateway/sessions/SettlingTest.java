package dev.nextflow.gateway.sessions;

import static dev.nextflow.gateway.testbed.TokenizerServer.IM_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.sessions.Session.Open;
import dev.nextflow.gateway.sessions.SessionStore.Change;
import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.sequences.Sha256;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.node.NullNode;

/** What breaks off between a session and a queue is mended by whoever comes next. */
@TestPropertySource(properties = {"nextflow.sessions.keep-every=1h"})
class SettlingTest extends KeyedGatewayTest {

  @Autowired private SessionStore store;
  @Autowired private SessionKeeper keeper;
  @Autowired private ReactiveStringRedisTemplate template;

  private String tenant;
  private Api user;
  private Conversation talk;

  @BeforeEach
  void aSession() {
    tenant = newTenant();
    user = user(tenant);
    talk = Conversation.open(user, queue, "{}");
  }

  @Test
  void anAnswerIsKeptThoughNobodyAsksForItsSession() {
    String job = talk.asked("why?");
    talk.answers(job, 20, IM_END);
    assertThat(stored().open()).isNotNull();

    Eventually.holds(
        "the answer is kept",
        Duration.ofSeconds(60),
        () -> {
          keeper.lookOnce().block();
          return stored().open() == null;
        });
    assertThat(stored().turns().getFirst().answer()).containsExactly(20, IM_END);
  }

  @Test
  void aTurnWhoseJobWasForgottenBeforeItsAnswerWasKeptHasNone() {
    String job = talk.asked("why?");
    talk.answers(job, 20, IM_END);
    // As when its retention ended while no gateway ran.
    String queueName = JobId.parse(job).orElseThrow().queue();
    template.delete("nextflow:{%s}:job:%s:%s".formatted(queueName, tenant, job)).block();

    assertThat(talk.shown().at("/turns/0/state").stringValue()).isEqualTo("gone");
    assertThat(talk.shown().at("/turns/0/answered").booleanValue()).isFalse();
    talk.asked("so?");
  }

  @Test
  void aPlaceWhoseTakerDiedBeforeItSubmittedIsFreeAgainInTime() {
    Session session = stored();
    assertThat(store.take(session, place(session, "dead")).block()).isEqualTo(Change.DONE);
    assertThat(talk.ask("why?").status()).isEqualTo(409);

    template.<String, String>opsForHash().put(key(), "openAtMs", "0").block();

    talk.asked("why?");
    // Should it only have slept: its place is another's now.
    Turn late = new Turn(1, Kind.UNDERSTANDING, "und-x", NullNode.instance, new int[0], List.of());
    assertThat(store.note(session, "dead", late).block()).isEqualTo(Change.LOST);
  }

  @Test
  void aJobWhoseTakerDiedBeforeItNotedItIsFoundByItsKey() {
    Session session = stored();
    String body = "{\"prompt\":\"why?\"}";
    String job = Conversation.accepted(user.post(Conversation.TURNS, body, "Idempotency-Key", "k"));
    Job known = queue.find(tenant, JobId.parse(job).orElseThrow()).blockOptional().orElseThrow();
    String hash =
        template
            .<String, String>opsForHash()
            .get(claim("k"), "bodyHash")
            .blockOptional()
            .orElseThrow();
    Open place = new Open(1, "dead", "k", hash, 0, null);
    assertThat(store.take(session, place).block()).isEqualTo(Change.DONE);

    assertThat(talk.shown().at("/turns/0/job").stringValue()).isEqualTo(known.id().value());
    talk.answers(job, 20, IM_END);
    assertThat(talk.shown().at("/turns/0/answered").booleanValue()).isTrue();
  }

  @Test
  void aPlaceIsTakenByOneAndOnlyBehindTheLastTurn() {
    Session session = stored();
    Open first = place(session, "one");
    assertThat(store.take(session, first).block()).isEqualTo(Change.DONE);
    assertThat(store.take(session, first).block()).as("sent twice").isEqualTo(Change.DONE);
    assertThat(store.take(session, place(session, "two")).block()).isEqualTo(Change.LOST);
    store.giveUp(session, "two").block();
    assertThat(stored().open()).isNotNull();
    store.giveUp(session, "one").block();
    assertThat(stored().open()).isNull();
    Open behind = new Open(2, "three", "key", "hash", 0, null);
    assertThat(store.take(session, behind).block()).isEqualTo(Change.LOST);
  }

  @Test
  void anEndIsKeptOnce() {
    String job = talk.asked("why?");
    Session running = stored();
    Turn turn = running.turns().getFirst();
    store.end(running, turn.answered("succeeded", new int[] {20}, 1, List.of())).block();
    store.end(running, turn.ended("gone")).block();
    assertThat(stored().turns().getFirst().end()).isEqualTo("succeeded");
    Worker.takes(queue, job);
  }

  private Session stored() {
    return store.find(tenant, new SessionId(talk.id())).blockOptional().orElseThrow();
  }

  private static Open place(Session session, String token) {
    return new Open(session.turnCount() + 1, token, "key " + token, "hash", 0, null);
  }

  private String key() {
    return "nextflow:{sessions}:session:%s:%s".formatted(tenant, talk.id());
  }

  private String claim(String key) {
    return "nextflow:{tenant:%s}:claim:%s".formatted(tenant, Sha256.hexOf(key));
  }
}
