package dev.nextflow.gateway.testbed;

import dev.nextflow.gateway.GatewayApplication;
import dev.nextflow.gateway.testbed.GatewayTest.Surroundings;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.testing.RedisTestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * The whole gateway on a free port, with a real Redis and a tokenizer-service over real HTTP. Each
 * test has a bundle, and so queues, of its own.
 */
@SpringBootTest(
    classes = GatewayApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "nextflow.gateway.access.mode=open",
      // Long, so that a busy machine is not taken for a part that is away.
      "nextflow.gateway.tokenizer-timeout=60s",
      "spring.data.redis.timeout=60s",
      "nextflow.jobs.answer-timeout=60s",
      // The end of the JVM takes Redis away first, and then nothing is worth waiting for.
      "spring.lifecycle.timeout-per-shutdown-phase=2s",
      "nextflow.gateway.departure.linger=0s",
      "nextflow.gateway.departure.last-answers=0s",
      "nextflow.gateway.heartbeat=50ms",
      "nextflow.gateway.streams-per-tenant=3"
    })
@Import({RedisTestConfiguration.class, Surroundings.class})
@Timeout(120)
public abstract class GatewayTest {

  @Autowired protected JobQueue queue;
  @Autowired protected TokenizerServer tokenizer;
  @LocalServerPort protected int port;
  protected Api api;

  @BeforeEach
  final void freshBundle() {
    tokenizer.reset();
    api = new Api(port);
  }

  @AfterEach
  final void hangUp() {
    api.close();
  }

  /** Id of a job that was just submitted. */
  protected String submitted(String json) {
    return api.draw(json).get("id").stringValue();
  }

  /** Id of a job for one picture. */
  protected String submitted() {
    return submitted("{\"prompt\": \"a red house\", \"seed\": 7}");
  }

  /** The services around the gateway. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Surroundings {

    @Bean(destroyMethod = "close")
    TokenizerServer tokenizerServer() {
      return new TokenizerServer();
    }

    @Bean
    DynamicPropertyRegistrar tokenizerUrl(TokenizerServer tokenizer) {
      return properties -> properties.add("nextflow.gateway.tokenizer-url", tokenizer::url);
    }
  }
}
