package dev.nextflow.local.command;

import dev.nextflow.local.client.JsonBody;
import dev.nextflow.local.client.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tenants}: opens, lists and changes the tenants of a platform; needs an admin's key. */
@Command(
    name = "tenants",
    description = "Opens, lists and changes tenants.",
    mixinStandardHelpOptions = true)
public final class TenantsCommand {

  private static final String TENANTS = "/v1/admin/tenants";

  /** What can be said of a tenant; what is left out is the default, or stays as it is. */
  static final class TenantOptions {

    @Option(names = "--weight", description = "Share of the workers, relative to others' weights.")
    @Nullable Long weight;

    @Option(names = "--requests-per-minute", paramLabel = "N", description = "Requests for work.")
    @Nullable Long requestsPerMinute;

    @Option(names = "--tokens-per-minute", paramLabel = "N", description = "Tokens of its jobs.")
    @Nullable Long tokensPerMinute;

    @Option(
        names = "--jobs-in-flight",
        paramLabel = "N",
        description = "Jobs of one kind and model that wait or run.")
    @Nullable Long jobsInFlight;

    @Option(names = "--open-streams", paramLabel = "N", description = "Event streams.")
    @Nullable Long openStreams;

    @Option(
        names = "--suspended",
        arity = "1",
        paramLabel = "true|false",
        description = "Whether nobody gets in on its behalf.")
    @Nullable Boolean suspended;

    JsonBody into(JsonBody body) {
      return body.with("weight", weight)
          .with("requests_per_minute", requestsPerMinute)
          .with("tokens_per_minute", tokensPerMinute)
          .with("jobs_in_flight", jobsInFlight)
          .with("open_streams", openStreams)
          .with("suspended", suspended);
    }
  }

  @Command(description = "Opens a tenant.", mixinStandardHelpOptions = true, sortOptions = false)
  int create(
      @Parameters(paramLabel = "NAME", description = "a-z, 0-9 and -.") String name,
      @Mixin TenantOptions options,
      @Mixin PlatformOptions platform)
      throws InterruptedException {
    String body = options.into(new JsonBody().with("name", name)).text();
    show(platform.ask(client -> client.change("POST", TENANTS, body)));
    return ExitCodes.DONE;
  }

  @Command(description = "Lists all tenants.", mixinStandardHelpOptions = true)
  int list(@Mixin PlatformOptions platform) throws InterruptedException {
    platform.ask(client -> client.get(TENANTS)).objects("data").forEach(TenantsCommand::show);
    return ExitCodes.DONE;
  }

  @Command(
      description = "Changes a tenant; within 5 seconds it holds everywhere.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int set(
      @Parameters(paramLabel = "NAME", description = "Which tenant.") String name,
      @Mixin TenantOptions options,
      @Mixin PlatformOptions platform)
      throws InterruptedException {
    String path = TENANTS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    String body = options.into(new JsonBody()).text();
    show(platform.ask(client -> client.change("PATCH", path, body)));
    return ExitCodes.DONE;
  }

  private static void show(JsonObject tenant) {
    System.out.printf(
        "%s  weight %d  requests/min %d  tokens/min %d  jobs in flight %d  open streams %d%s%n",
        tenant.text("name"),
        tenant.number("weight"),
        tenant.number("requests_per_minute"),
        tenant.number("tokens_per_minute"),
        tenant.number("jobs_in_flight"),
        tenant.number("open_streams"),
        Boolean.TRUE.equals(tenant.fields().get("suspended")) ? "  suspended" : "");
  }
}
