package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.CuttingProxy;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nobody pays twice for an answer that was lost. {@code -Dnextflow.lost-answers=2000} is the full
 * size; what runs by itself is a tenth of it.
 */
class LostAnswersTest extends GatewayTest {

  private static final int SUBMITS = Integer.getInteger("nextflow.lost-answers", 200);
  private static final int CALLERS = 16;

  @Test
  @Timeout(600)
  void everyRetryAfterALostAnswerFindsTheJobThatWasMade() throws Exception {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    try (CuttingProxy proxy = new CuttingProxy(port);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      for (Future<?> done :
          IntStream.range(0, SUBMITS)
              .mapToObj(number -> callers.submit(() -> ids.add(retried(proxy, number))))
              .toList()) {
        done.get();
      }
      assertThat(proxy.cut()).isGreaterThanOrEqualTo(SUBMITS);
    }

    assertThat(ids).hasSize(SUBMITS);
    String queueName = QueueNames.generation("demo", tokenizer.digest());
    assertThat(queue.depth(queueName).block().waiting().get(Priority.NORMAL)).isEqualTo(SUBMITS);
  }

  private String retried(CuttingProxy proxy, int number) {
    String body = "{\"prompt\": \"picture %d\"}".formatted(number);
    String key = tokenizer.digest() + "/" + number;
    try (Api cutOff = new Api(proxy.port())) {
      assertThatThrownBy(() -> cutOff.post("/v1/generations", body, "Idempotency-Key", key))
          .isInstanceOf(UncheckedIOException.class);
    }
    Answer answer = api.post("/v1/generations", body, "Idempotency-Key", key);
    assertThat(answer.status()).isEqualTo(202);
    return answer.json().get("id").stringValue();
  }
}
