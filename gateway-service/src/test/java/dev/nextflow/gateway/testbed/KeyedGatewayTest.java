package dev.nextflow.gateway.testbed;

import dev.nextflow.gateway.GatewayApplication;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.testing.RedisBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The gateway as it is by default: nobody gets in without a key. {@link #api} has none. */
@TestPropertySource(
    properties = {
      "nextflow.gateway.access.mode=keys",
      "nextflow.gateway.access.admin-key=" + KeyedGatewayTest.ADMIN_KEY
    })
public abstract class KeyedGatewayTest extends GatewayTest {

  protected static final String ADMIN_KEY = "the-admin-key-of-these-tests-alone-0123456789";

  @Autowired protected RedisBackend redis;
  protected Api admin;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  final void openAdmin() {
    admin = as(ADMIN_KEY);
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** A caller with this key or token. */
  protected Api as(String credentials) {
    return as(port, credentials);
  }

  /** A caller of another gateway. */
  protected Api as(int port, String credentials) {
    Api caller = new Api(port, credentials);
    opened.add(caller);
    return caller;
  }

  /** Name of a new tenant; {@code limits} are JSON fields such as {@code "weight": 2}. */
  protected String newTenant(String... limits) {
    String name = "t-" + UUID.randomUUID();
    String fields = String.join("", List.of(limits).stream().map(field -> ", " + field).toList());
    created(admin.post("/v1/admin/tenants", "{\"name\": \"%s\"%s}".formatted(name, fields)));
    return name;
  }

  /** A new key of a tenant, as the admin API shows it once. */
  protected JsonNode newKey(String tenant, String... more) {
    String fields = String.join("", List.of(more).stream().map(field -> ", " + field).toList());
    return created(
        admin.post(
            "/v1/admin/keys",
            "{\"tenant\": \"%s\", \"name\": \"test\"%s}".formatted(tenant, fields)));
  }

  /** A caller with a new key of the tenant. */
  protected Api user(String tenant) {
    return as(newKey(tenant).get("key").stringValue());
  }

  /** Port of one more gateway over the same Redis; it stops with the test. */
  protected int secondGateway(String... settings) {
    return portOf(anotherGateway(settings));
  }

  protected static int portOf(ConfigurableApplicationContext gateway) {
    return gateway.getEnvironment().getProperty("local.server.port", Integer.class, 0);
  }

  /** The same, to be told what its process would be told. It goes at once where nothing is set. */
  protected ConfigurableApplicationContext anotherGateway(String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.addAll(
        List.of(
            "--server.port=0",
            "--management.server.port=-1",
            "--nextflow.gateway.access.mode=keys",
            "--nextflow.gateway.access.admin-key=" + ADMIN_KEY,
            "--nextflow.gateway.tokenizer-url=" + tokenizer.url(),
            "--spring.data.redis.url=" + redis.url(),
            "--spring.data.redis.timeout=60s",
            "--nextflow.jobs.answer-timeout=60s",
            "--spring.main.banner-mode=off"));
    ConfigurableApplicationContext second =
        new SpringApplicationBuilder(GatewayApplication.class, OwnEventLoops.class)
            .properties(
                "nextflow.gateway.departure.linger=0s",
                "nextflow.gateway.departure.last-answers=0s")
            .run(arguments.toArray(String[]::new));
    opened.add(second);
    return second;
  }

  /** Event loops are the JVM's by default, and would end with the second gateway for the first. */
  @TestConfiguration(proxyBeanMethods = false)
  static class OwnEventLoops {

    @Bean
    ReactorResourceFactory ownEventLoops() {
      ReactorResourceFactory resources = new ReactorResourceFactory();
      resources.setUseGlobalResources(false);
      return resources;
    }
  }

  private static JsonNode created(Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.json();
  }
}
