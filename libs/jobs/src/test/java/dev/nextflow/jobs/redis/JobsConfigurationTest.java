package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.testing.RedisTestConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@SpringBootTest(properties = "nextflow.jobs.lease=20s")
@Import(RedisTestConfiguration.class)
class JobsConfigurationTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Autowired JobQueue queue;
  @Autowired JobSettings settings;

  @Test
  void givesAnApplicationItsQueue() {
    assertThat(queue.depth("gen-demo-0123abcd").block().leased()).isZero();
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
                defaults.lookAgainEvery()));
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
                Duration.ofSeconds(1)))
        .hasMessageContaining("renewEvery");
  }
}
