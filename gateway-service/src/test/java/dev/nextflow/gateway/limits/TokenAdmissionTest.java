package dev.nextflow.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.Admission.Made;
import dev.nextflow.gateway.Admission.Work;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.limits.Standing.Outcome;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What an answer waits for. What becomes of the windows is told by {@code LimitsTest}. */
class TokenAdmissionTest {

  private static final Work WORK = new Work("acme", new TenantLimits(10, 1000, 10, 10), 91, "key");

  private final SlowCounters counters = new SlowCounters();

  @Test
  void aChargeBecomesFinalBesideTheAnswer() {
    assertThat(admitted(Outcome.TAKEN, Made.JOB)).isCompletedWithValue("answer");
    assertThat(admitted(Outcome.OPEN, Made.REPEAT)).isCompletedWithValue("answer");

    assertThat(counters.asked).containsExactly("settle 0", "settle 0");
  }

  @Test
  void noAnswerComesBeforeTheWindowIsPutRight() {
    waitsFor("settle -91", admitted(Outcome.TAKEN, Made.REPEAT));
    waitsFor("settle 91", admitted(Outcome.SETTLED, Made.JOB));
  }

  @Test
  void noRefusalComesBeforeItsChargeIsGivenBack() {
    counters.outcome = Outcome.TAKEN;
    Mono<String> refused = Mono.error(ProblemException.of(ProblemType.TOO_MANY_REQUESTS));
    CompletableFuture<String> answer =
        new TokenAdmission(counters).admit(WORK, refused, _ -> Made.JOB).toFuture();

    waitsFor("undo 91", answer);
  }

  @Test
  void aChargeThatCannotBecomeFinalSpoilsNoAnswer() {
    CompletableFuture<String> answer = admitted(Outcome.TAKEN, Made.JOB);
    counters.answer.tryEmitError(new IllegalStateException("away"));

    assertThat(answer).isCompletedWithValue("answer");
  }

  private CompletableFuture<String> admitted(Outcome outcome, Made made) {
    counters.outcome = outcome;
    return new TokenAdmission(counters).admit(WORK, Mono.just("answer"), _ -> made).toFuture();
  }

  private void waitsFor(String question, CompletableFuture<String> answer) {
    assertThat(counters.asked).last().isEqualTo(question);
    assertThat(answer).isNotDone();
    counters.answer.tryEmitEmpty();
    assertThat(answer).isDone();
  }

  /** Answers at once what is taken, and the rest when it is told to. */
  private static final class SlowCounters implements Counters {

    private final List<String> asked = new ArrayList<>();
    private Outcome outcome = Outcome.TAKEN;
    private Sinks.Empty<Void> answer = Sinks.empty();

    @Override
    public Mono<Standing> take(
        String tenant, Quota quota, long limit, long amount, @Nullable String charge) {
      return Mono.just(new Standing(outcome, 1, 1, 1));
    }

    @Override
    public Mono<Void> settle(
        String tenant, Quota quota, long second, long correction, @Nullable String charge) {
      return asked("settle " + correction);
    }

    @Override
    public Mono<Void> undo(
        String tenant, Quota quota, long second, long amount, @Nullable String charge) {
      return asked("undo " + amount);
    }

    private Mono<Void> asked(String question) {
      return Mono.defer(() -> {
        asked.add(question);
        answer = Sinks.empty();
        return answer.asMono();
      });
    }
  }
}
