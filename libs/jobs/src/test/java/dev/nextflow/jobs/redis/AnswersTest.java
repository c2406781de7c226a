package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.QueueFull;
import dev.nextflow.jobs.QueueUnavailable;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class AnswersTest {

  private final Answers answers = new Answers(Duration.ofMillis(50));

  @ParameterizedTest
  @MethodSource
  void areUnavailableHoweverTheConnectionBreaks(Exception broken) {
    StepVerifier.create(answers.to(() -> Mono.error(broken))).verifyError(QueueUnavailable.class);
  }

  static Stream<Exception> areUnavailableHoweverTheConnectionBreaks() {
    return Stream.of(
        new SocketException("Connection reset"),
        new ClosedChannelException(),
        new RedisCommandTimeoutException(),
        new RedisConnectionFailureException("Unable to connect"));
  }

  @Test
  void areUnavailableWhereEvenTheCallCannotBeMade() {
    StepVerifier.create(
            answers.to(() -> {
              throw new RedisConnectionFailureException("Unable to connect");
            }))
        .verifyError(QueueUnavailable.class);
  }

  @Test
  void areUnavailableWhereNoneComes() {
    StepVerifier.create(answers.to(Mono::never)).verifyError(QueueUnavailable.class);
  }

  @Test
  void areFullWhereRedisIsOutOfMemory() {
    Exception oom =
        new RedisSystemException(
            "Error in execution",
            new RedisCommandExecutionException("OOM allow-oom flag is not set"));
    StepVerifier.create(answers.to(() -> Mono.error(oom))).verifyError(QueueFull.class);
  }

  @Test
  void areWorkedOnApartFromTheThreadThatReadsThem() {
    Scheduler driver = Schedulers.newSingle("driver");
    try {
      Mono<String> answer = Mono.just("answer").publishOn(driver);

      Mono<String> thread = answers.to(() -> answer).map(_ -> Thread.currentThread().getName());

      assertThat(thread.block()).startsWith("parallel-");
    } finally {
      driver.dispose();
    }
  }

  @Test
  void areUnavailableApartFromThatThreadToo() {
    Scheduler driver = Schedulers.newSingle("driver");
    try {
      Mono<String> broken =
          Mono.<String>error(new SocketException("Connection reset")).publishOn(driver);

      Mono<String> thread =
          answers
              .to(() -> broken)
              .onErrorResume(
                  QueueUnavailable.class, _ -> Mono.just(Thread.currentThread().getName()));

      assertThat(thread.block()).startsWith("parallel-");
    } finally {
      driver.dispose();
    }
  }

  @Test
  void showOurOwnMistakesAsTheyAre() {
    StepVerifier.create(answers.to(() -> Mono.error(new IllegalStateException("a bug"))))
        .verifyError(IllegalStateException.class);
  }
}
