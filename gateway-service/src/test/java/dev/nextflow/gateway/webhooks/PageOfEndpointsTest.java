package dev.nextflow.gateway.webhooks;

import static dev.nextflow.gateway.webhooks.Bench.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

@Timeout(60)
class PageOfEndpointsTest {

  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void readsATenantsEndpointsOnceHoweverManyEntriesItHas() {
    try (Bench bench = new Bench()) {
      Endpoint one = bench.endpoint("https://one.example/");
      Endpoint other = bench.endpoint("https://other.example/");
      PageOfEndpoints page = new PageOfEndpoints(counted(bench.endpoints));

      assertThat(told(page, TENANT, null)).containsExactly(one.id(), other.id());
      assertThat(told(page, TENANT, other.id())).containsExactly(other.id());
      assertThat(told(page, TENANT, EndpointId.random())).isEmpty();
      assertThat(reads).hasValue(1);

      assertThat(told(page, "emca", null)).isEmpty();
      assertThat(reads).hasValue(2);
    }
  }

  private static List<EndpointId> told(
      PageOfEndpoints page, String tenant, @Nullable EndpointId named) {
    OutboxNote note = new OutboxNote(named == null ? null : named.value(), "generation", "demo");
    return page.toTell(tenant, note, EventType.JOB_SUCCEEDED)
        .map(Endpoint::id)
        .collectList()
        .block();
  }

  private EndpointStore counted(EndpointStore endpoints) {
    return (EndpointStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EndpointStore.class},
            (_, method, arguments) ->
                method.invoke(endpoints, arguments) instanceof Flux<?> read
                    ? read.doOnSubscribe(_ -> reads.incrementAndGet())
                    : null);
  }
}
