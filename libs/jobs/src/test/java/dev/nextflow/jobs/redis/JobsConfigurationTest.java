package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.MortalBackend;
import dev.nextflow.testing.RedisBackend;
import dev.nextflow.testing.RedisTestConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@SpringBootTest(properties = "nextflow.jobs.lease=20s")
@Import(RedisTestConfiguration.class)
class JobsConfigurationTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Autowired JobQueue queue;
  @Autowired JobSettings settings;
  @Autowired RedisBackend redis;

  @Test
  void givesAnApplicationItsQueue() {
    assertThat(queue.depth("gen-demo-0123abcd").block().leased()).isZero();
  }

  @Test
  void hearsSignalsBeforeAnybodyWaitsForOne() {
    assertThat(redis.subscribedPatterns()).isEqualTo(1);
  }

  @Test
  void startsWithoutRedisAndHearsItLater() {
    try (MortalBackend late = RedisBackend.mortal()) {
      late.kill();
      try (ConfigurableApplicationContext application =
          new SpringApplicationBuilder(Application.class).run(late.arguments())) {
        late.restart();

        assertThat(application.isRunning()).isTrue();
        Eventually.holds("signals are heard", LONG, () -> late.subscribedPatterns() == 1);
      }
    }
  }

  @Test
  void takesWhatIsConfiguredAndDefaultsForTheRest() {
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(20));
    JobSettings defaults = JobSettings.defaults();
    assertThat(settings)
        .isEqualTo(
            new JobSettings(
                Duration.ofSeconds(20),
                defaults.renewEvery(),
                defaults.reapEvery(),
                defaults.maxAttempts(),
                defaults.answerTimeout(),
                defaults.lookAgainEvery(),
                Duration.ofMillis(100),
                Duration.ofMinutes(15)));
  }

  @Test
  void refusesARenewalThatComesTooLateForTheLease() {
    assertThatThrownBy(() ->
            new JobSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofMinutes(15)))
        .hasMessageContaining("renewEvery");
  }
}
