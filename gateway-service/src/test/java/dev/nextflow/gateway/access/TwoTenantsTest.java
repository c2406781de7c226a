package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** Two tenants with keys of their own: neither learns of the other's jobs, by whatever route. */
class TwoTenantsTest extends KeyedGatewayTest {

  private static final String ONE = "{\"prompt\": \"a\"}";

  @Autowired private RequestMappingHandlerMapping mappings;

  @Test
  void anothersJobIsTheSame404AsNoJobOnEveryRoute() {
    Api owner = user(newTenant());
    Api other = user(newTenant());
    String id = owner.draw(ONE).get("id").stringValue();
    Worker.takes(queue, id).draws(1, 2);
    String unknown = JobId.random(JobId.parse(id).orElseThrow().queue()).value();
    List<String> routes = routesOfAJob();
    assertThat(routes).hasSizeGreaterThan(3);

    for (String route : routes) {
      Answer toForeign = call(other, route, id);
      Answer toUnknown = call(other, route, unknown);

      assertThat(toForeign.status()).as(route).isEqualTo(404);
      assertThat(toForeign.text()).as(route).isEqualTo(toUnknown.text());
      assertThat(toForeign.headers().map().keySet())
          .as(route)
          .isEqualTo(toUnknown.headers().map().keySet());
    }
    // An admin administers; that does not make another tenant's pictures its own.
    assertThat(admin.get("/v1/jobs/" + id).status()).isEqualTo(404);
    assertThat(owner.job(id).get("cancel_requested").booleanValue()).isFalse();
    assertThat(owner.get("/v1/jobs/" + id + "/images/0?scale=2").status()).isEqualTo(200);
  }

  @Test
  void anIdempotencyKeyIsATenantsOwn() {
    Answer one = user(newTenant()).post("/v1/generations", ONE, "Idempotency-Key", "shared");
    Answer other = user(newTenant()).post("/v1/generations", ONE, "Idempotency-Key", "shared");

    assertThat(other.status()).isEqualTo(202);
    assertThat(other.json().get("id")).isNotEqualTo(one.json().get("id"));
  }

  /** Taken from the gateway itself, so that a new route can't be forgotten here. */
  private List<String> routesOfAJob() {
    return mappings.getHandlerMethods().keySet().stream()
        .flatMap(TwoTenantsTest::routes)
        .filter(route -> route.contains("/v1/jobs/{id}"))
        .toList();
  }

  private static Stream<String> routes(RequestMappingInfo mapping) {
    return mapping.getMethodsCondition().getMethods().stream()
        .flatMap(method ->
            mapping.getPatternsCondition().getPatterns().stream()
                .map(pattern -> method + " " + pattern.getPatternString()));
  }

  private static Answer call(Api caller, String route, String id) {
    String[] methodAndPath = route.split(" ");
    String path = methodAndPath[1].replace("{id}", id).replaceAll("\\{[^}]*}", "0");
    return caller.sendJson(methodAndPath[0], path, "{}");
  }
}
