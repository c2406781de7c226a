package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** No route is let through by oversight: the routes are taken from the gateway itself. */
class EveryRouteTest extends KeyedGatewayTest {

  @Autowired private RequestMappingHandlerMapping mappings;
  @LocalManagementPort private int managementPort;

  record Route(String method, String pattern) {

    boolean isForAdmins() {
      return pattern.startsWith("/v1/admin/");
    }

    Answer call(Api api) {
      return api.send(method, pattern.replaceAll("\\{[^}]*}", "1"), new byte[0]);
    }
  }

  @Test
  void refusesWhoeverHasNoCredentials() {
    assertThat(routes().toList()).hasSizeGreaterThan(12);
    for (Route route : routes().toList()) {
      isUnauthenticated(route.call(api), route);
    }
  }

  @Test
  void refusesAKeyThatWasNeverMade() {
    Api stranger = as(ApiKey.random().text());
    for (Route route : routes().toList()) {
      isUnauthenticated(route.call(stranger), route);
    }
  }

  @Test
  void refusesUsersWhereOnlyAdminsMayGo() {
    Api user = user(newTenant());
    List<Route> forAdmins = routes().filter(Route::isForAdmins).toList();
    assertThat(forAdmins).hasSizeGreaterThan(7);

    for (Route route : forAdmins) {
      Answer answer = route.call(user);
      assertThat(answer.status()).as(route.toString()).isEqualTo(403);
      assertThat(answer.json().get("code").stringValue()).isEqualTo("forbidden");
    }
  }

  @Test
  void whatAdministersLiesWhereOnlyAdminsMayGo() {
    mappings
        .getHandlerMethods()
        .forEach((mapping, method) -> {
          if (method.getBeanType().getPackageName().contains(".gateway.admin")) {
            assertThat(patterns(mapping)).allMatch(Route::isForAdmins);
          }
        });
  }

  @Test
  void letsAdminsAndUsersWhereTheyMayGo() {
    Api user = user(newTenant());
    for (Route route : routes().toList()) {
      assertThat(route.call(admin).status()).as(route.toString()).isNotIn(401, 403);
      if (!route.isForAdmins()) {
        assertThat(route.call(user).status()).as(route.toString()).isNotIn(401, 403);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/admin;x=1/tenants",
        "/v1/admin/tenants;x=1",
        "/v1/%61dmin/tenants",
        "/v1/admin%2Ftenants",
        "//v1/admin/tenants",
        "/v1//admin/tenants",
        "/v1/./admin/tenants",
        "/v1/jobs/../admin/tenants",
        "/v1/jobs/%2e%2e/admin/tenants",
        "/V1/ADMIN/tenants",
        "/v1/admin/tenants/",
        "/v1/admin"
      })
  void noSpellingOfAnAdminsPathLetsAUserIn(String path) {
    assertThat(user(newTenant()).get(path).status()).isIn(403, 404);
  }

  @Test
  void whoHasNoCredentialsDoesNotLearnWhichPathsThereAre() {
    Answer route = api.get("/v1/jobs", "X-Request-Id", "same");
    Answer noRoute = api.get("/v1/nothing", "X-Request-Id", "same");

    isUnauthenticated(noRoute, "no route");
    assertThat(noRoute.text()).isEqualTo(route.text());
    assertThat(noRoute.headers()).isEqualTo(route.headers());
  }

  @Test
  void healthAndMetricsNeedNoKeyOnTheOperatorsPort() {
    try (Api operators = new Api(managementPort)) {
      assertThat(operators.get("/actuator/health").status()).isEqualTo(200);
      assertThat(operators.get("/actuator/prometheus").status()).isEqualTo(200);
      assertThat(operators.get("/v1/models").status()).isEqualTo(404);
    }
  }

  private Stream<Route> routes() {
    return mappings.getHandlerMethods().keySet().stream().flatMap(EveryRouteTest::patterns);
  }

  private static Stream<Route> patterns(RequestMappingInfo mapping) {
    return mapping.getMethodsCondition().getMethods().stream()
        .flatMap(method ->
            mapping.getPatternsCondition().getPatterns().stream()
                .map(pattern -> new Route(method.name(), pattern.getPatternString())));
  }

  /** OpenAI's routes keep OpenAI's shape. */
  private static void isUnauthenticated(Answer answer, Object what) {
    assertThat(answer.status()).as(what.toString()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    JsonNode openAi = answer.json().get("error");
    assertThat(answer.header("Content-Type"))
        .isEqualTo(openAi == null ? "application/problem+json" : "application/json");
    assertThat((openAi == null ? answer.json() : openAi).get("code").stringValue())
        .isEqualTo("unauthenticated");
  }
}
