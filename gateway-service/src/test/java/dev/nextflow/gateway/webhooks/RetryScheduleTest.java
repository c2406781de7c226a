package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetryScheduleTest {

  private static final double EXACT = 0.5;

  private final WebhookSettings shipped =
      new Binder(new MapConfigurationPropertySource(Map.of()))
          .bindOrCreate("nextflow.webhooks", WebhookSettings.class);
  private final RetrySchedule schedule = new RetrySchedule(shipped.retryAfter());

  @Test
  void aDozenAttemptsAreSpreadOverADay() {
    List<Duration> pauses =
        IntStream.rangeClosed(1, 11)
            .mapToObj(attempt -> schedule.pause(attempt, EXACT).orElseThrow())
            .toList();

    assertThat(pauses).startsWith(Duration.ofSeconds(5), Duration.ofSeconds(30)).isSorted();
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    assertThat(schedule.pause(12, EXACT)).isEmpty();
  }

  @Test
  void noPauseIsMoreThanAFifthOff() {
    assertThat(schedule.pause(6, 0)).contains(Duration.ofMinutes(48));
    assertThat(schedule.pause(6, EXACT)).contains(Duration.ofMinutes(60));
    assertThat(schedule.pause(6, 1)).contains(Duration.ofMinutes(72));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void aSuccessEndsIt(int status) {
    assertThat(verdict(status, 1)).isEqualTo(new Verdict.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101, 300, 301, 302, 307, 308, 400, 401, 404, 409, 422, 429, 500, 503})
  void anythingElseIsTriedAgainUntilTheScheduleEnds(int status) {
    assertThat(verdict(status, 1)).isEqualTo(new Verdict.Again(Duration.ofSeconds(5)));
    assertThat(verdict(status, 11)).isEqualTo(new Verdict.Again(Duration.ofHours(7)));
    assertThat(verdict(status, 12)).isEqualTo(new Verdict.GivenUp());
  }

  @Test
  void goneIsGoneAtOnce() {
    assertThat(verdict(410, 1)).isEqualTo(new Verdict.Gone());
  }

  private Verdict verdict(int status, int attempts) {
    Attempt attempt = new Attempt(0, 0, status, status == 0 ? Failure.TIMEOUT : null);
    return Verdict.on(attempt, attempts, schedule, EXACT);
  }
}
