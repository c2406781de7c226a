package dev.nextflow.local.command;

import dev.nextflow.local.client.JsonBody;
import dev.nextflow.local.client.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code keys}: makes, lists and revokes the API keys of a platform; needs an admin's key there.
 */
@Command(
    name = "keys",
    description = "Makes, lists and revokes API keys.",
    mixinStandardHelpOptions = true)
public final class KeysCommand {

  private static final String KEYS = "/v1/admin/keys";

  @Command(
      description = "Makes a key and prints it, this once.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int create(
      @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose.")
          String tenant,
      @Option(names = "--name", required = true, description = "What it is for.") String name,
      @Option(names = "--role", description = "user (default) or admin.") @Nullable String role,
      @Option(names = "--days", description = "How long it is valid (default: for good).")
          @Nullable Integer days,
      @Mixin PlatformOptions platform)
      throws InterruptedException {
    Instant expiresAt = days == null ? null : Instant.now().plus(Duration.ofDays(days));
    String body =
        new JsonBody()
            .with("tenant", tenant)
            .with("name", name)
            .with("role", role)
            .with("expires_at", expiresAt == null ? null : expiresAt.toString())
            .text();
    JsonObject key = platform.ask(client -> client.change("POST", KEYS, body));
    System.out.println(key.text("key"));
    System.err.printf(
        "Key %s of tenant %s (%s). It is shown this once: keep it safe.%n",
        key.text("id"), key.text("tenant"), key.text("role"));
    return ExitCodes.DONE;
  }

  @Command(description = "Lists a tenant's keys.", mixinStandardHelpOptions = true)
  int list(
      @Option(names = "--tenant", required = true, paramLabel = "NAME", description = "Whose.")
          String tenant,
      @Mixin PlatformOptions platform)
      throws InterruptedException {
    String path = KEYS + "?tenant=" + URLEncoder.encode(tenant, StandardCharsets.UTF_8);
    List<JsonObject> keys = platform.ask(client -> client.get(path)).objects("data");
    for (JsonObject key : keys) {
      System.out.printf(
          "%s  %-5s  created %s  used %s  %s  %s%n",
          key.text("id"),
          key.text("role"),
          key.text("created_at"),
          orNever(key.text("last_used_at")),
          end(key),
          key.text("name"));
    }
    return ExitCodes.DONE;
  }

  @Command(
      description = "Revokes a key, for good: within 5 seconds nobody gets in with it.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(paramLabel = "ID", description = "The key's id, which is its middle part.")
          String id,
      @Mixin PlatformOptions platform)
      throws InterruptedException {
    String path = KEYS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    JsonObject key = platform.ask(client -> client.change("DELETE", path, ""));
    System.out.printf("Key %s of tenant %s is revoked.%n", key.text("id"), key.text("tenant"));
    return ExitCodes.DONE;
  }

  private static String end(JsonObject key) {
    return key.text("revoked_at").isEmpty()
        ? "expires " + orNever(key.text("expires_at"))
        : "revoked " + key.text("revoked_at");
  }

  private static String orNever(String time) {
    return time.isEmpty() ? "never" : time;
  }
}
