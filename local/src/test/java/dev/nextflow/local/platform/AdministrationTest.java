package dev.nextflow.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.GatewayApplication;
import dev.nextflow.local.NextflowCommand;
import dev.nextflow.local.command.ExitCodes;
import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import dev.nextflow.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code tenants} and {@code keys} against a gateway that lets nobody in without a key. */
class AdministrationTest {

  private static final String ADMIN_KEY = "the-admin-key-of-this-test-alone-0123456789";

  @TempDir private static Path data;
  private static EmbeddedRedis redis;
  private static ConfigurableApplicationContext gateway;

  /** What one command left behind. */
  record Ended(int code, String out, String err) {}

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(RedisServerOptions.anyPort(data));
    gateway =
        new ServiceContext(
                GatewayApplication.class,
                Map.of(
                    "server.port",
                    0,
                    "management.server.port",
                    -1,
                    "spring.data.redis.url",
                    redis.url(),
                    "nextflow.gateway.tokenizer-url",
                    "http://127.0.0.1:1",
                    "nextflow.gateway.access.admin-key",
                    ADMIN_KEY))
            .start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    redis.close();
  }

  @Test
  void aKeyIsMadeUsedListedAndRevoked() {
    Ended opened = admin("tenants", "create", "acme", "--weight", "3", "--open-streams", "7");
    assertThat(opened).extracting(Ended::code).as(opened.err()).isEqualTo(ExitCodes.DONE);
    assertThat(opened.out()).startsWith("acme  weight 3  ").endsWith("open streams 7\n");

    Ended made = admin("keys", "create", "--tenant", "acme", "--name", "ci", "--days", "30");
    assertThat(made).extracting(Ended::code).as(made.err()).isEqualTo(ExitCodes.DONE);
    String key = made.out().strip();
    assertThat(key).matches("nfk_[0-9a-v]{12}_[0-9a-v]{47}");
    String id = key.substring(4, 16);
    assertThat(made.err()).startsWith("Key " + id + " of tenant acme (user).");

    // Let in, and then told that the tokenizer-service is away here.
    assertThat(draw(key).err()).contains("A part that this needs is away");
    assertThat(with(key, "tenants", "list"))
        .isEqualTo(
            new Ended(ExitCodes.REFUSED, "", "nextflow: These credentials do not allow this.\n"));
    assertThat(admin("keys", "list", "--tenant", "acme").out())
        .startsWith(id + "  user ")
        .contains("expires 20")
        .endsWith("ci\n")
        .doesNotContain(key);

    assertThat(admin("keys", "revoke", id).out())
        .isEqualTo("Key " + id + " of tenant acme is revoked.\n");
    Eventually.holds(
        "the key is refused", Duration.ofSeconds(5), () -> draw(key).err().contains("not valid"));
    assertThat(admin("keys", "list", "--tenant", "acme").out()).contains("revoked 20");
  }

  @Test
  void aTenantIsChangedAndSuspended() {
    admin("tenants", "create", "beta");

    Ended changed =
        admin("tenants", "set", "beta", "--suspended", "true", "--tokens-per-minute", "5");

    assertThat(changed.out()).contains("tokens/min 5 ").endsWith("suspended\n");
    assertThat(admin("tenants", "list").out()).contains(changed.out());
    assertThat(admin("tenants", "set", "beta", "--suspended", "false").out())
        .doesNotContain("suspended");
  }

  @Test
  void whatIsRefusedIsOneLine() {
    assertThat(admin("tenants", "create", "Upper").err())
        .startsWith("nextflow: name: must be 1..63 letters");
    assertThat(admin("tenants", "set", "nobody", "--weight", "2").code())
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(admin("keys", "revoke", "../tenants").code()).isEqualTo(ExitCodes.REFUSED);
    assertThat(with("wrong", "keys", "list", "--tenant", "acme"))
        .isEqualTo(
            new Ended(ExitCodes.REFUSED, "", "nextflow: Credentials are missing or not valid.\n"));
    assertThat(draw("").err()).isEqualTo("nextflow: Credentials are missing or not valid.\n");
  }

  private static Ended admin(String... arguments) {
    return with(ADMIN_KEY, arguments);
  }

  private static Ended draw(String key) {
    return with(key, "draw", "a house", "-o", data.resolve("house.png").toString());
  }

  private static Ended with(String key, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    String port = gateway.getEnvironment().getRequiredProperty("local.server.port");
    all.addAll(List.of("--url", "http://127.0.0.1:" + port, "--api-key", key));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = NextflowCommand.run(all.toArray(String[]::new));
      return new Ended(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }
}
