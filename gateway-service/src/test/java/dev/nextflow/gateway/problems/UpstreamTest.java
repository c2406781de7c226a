package dev.nextflow.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class UpstreamTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aCallThatTakesTooLongIsUnavailable() {
    assertThat(problemOf(Mono.never(), Duration.ofMillis(1))).isEqualTo(ProblemType.UNAVAILABLE);
  }

  @Test
  void aConnectionThatIsRefusedIsTriedOnceMore() {
    AtomicInteger calls = new AtomicInteger();
    Mono<String> call = Mono.defer(() -> failsAtFirst(calls, new ConnectException()));

    assertThat(Upstream.reached(call, LONG).block()).isEqualTo("second");
    assertThat(calls).hasValue(2);
  }

  @Test
  void aConnectionThatIsRefusedTwiceIsUnavailable() {
    AtomicInteger calls = new AtomicInteger();
    Mono<String> call =
        Mono.defer(() -> {
          calls.incrementAndGet();
          return Mono.error(new RuntimeException(new ConnectException()));
        });

    assertThat(problemOf(call, LONG)).isEqualTo(ProblemType.UNAVAILABLE);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aConnectionThatBreaksUnderACallIsTriedOnceMore() {
    AtomicInteger calls = new AtomicInteger();
    Mono<String> call = Mono.defer(() -> failsAtFirst(calls, new IOException("reset")));

    assertThat(Upstream.reached(call, LONG).block()).isEqualTo("second");
    assertThat(calls).hasValue(2);
  }

  @Test
  void anAnswerThatIsARefusalIsNotAskedForAgain() {
    AtomicInteger calls = new AtomicInteger();
    Mono<String> call =
        Mono.defer(() -> {
          calls.incrementAndGet();
          return Mono.error(refusal(503, ""));
        });

    assertThat(problemOf(call, LONG)).isEqualTo(ProblemType.UNAVAILABLE);
    assertThat(calls).hasValue(1);
  }

  @Test
  void invalidFieldsAreTheCallersToMend() {
    RuntimeException refusal =
        refusal(
            400,
            """
            {"type": "urn:x", "title": "Secret detail", "status": 400, "code": "invalid-request",
             "retry": false, "errors": [{"field": "prompt", "rule": "must be at most 9 tokens"}]}
            """);

    assertThat(((ProblemException) refusal).problem().errors())
        .containsExactly(new FieldError("prompt", "must be at most 9 tokens"));
    assertThat(((ProblemException) refusal).problem().title())
        .isEqualTo(ProblemType.INVALID_REQUEST.title());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void aServiceInTroubleIsUnavailable(int status) {
    assertThat(((ProblemException) refusal(status, "")).problem().code())
        .isEqualTo(ProblemType.UNAVAILABLE.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"code\": \"malformed-json\"}", "[1]"})
  void aRefusalWithoutAReasonIsAMistakeBetweenTheServices(String body) {
    assertThat(refusal(400, body)).isInstanceOf(IllegalStateException.class);
    assertThat(refusal(404, body)).isInstanceOf(IllegalStateException.class);
  }

  private static Mono<String> failsAtFirst(AtomicInteger calls, IOException failure) {
    return calls.incrementAndGet() == 1
        ? Mono.error(new RuntimeException(failure))
        : Mono.just("second");
  }

  private static RuntimeException refusal(int status, String body) {
    return Upstream.refusal(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemType problemOf(Mono<?> call, Duration timeout) {
    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> Upstream.reached(call, timeout).block());
    return ProblemType.of(problem.problem().code()).orElseThrow();
  }
}
