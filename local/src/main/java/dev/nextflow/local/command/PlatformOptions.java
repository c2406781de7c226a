package dev.nextflow.local.command;

import dev.nextflow.local.client.PlatformClient;
import dev.nextflow.local.client.ProblemAnswer;
import dev.nextflow.local.state.LocalFolder;
import dev.nextflow.local.state.RunningPlatform;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform a command talks to, and on whose behalf. */
final class PlatformOptions {

  @Option(
      names = "--url",
      description = "A platform that runs already (default: NEXTFLOW_URL, or this machine's).",
      defaultValue = "${env:NEXTFLOW_URL}")
  @Nullable URI url;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "Who is asking (default: NEXTFLOW_API_KEY, where others can't read it from the list of"
              + " processes).",
      defaultValue = "${env:NEXTFLOW_API_KEY}")
  @Nullable String apiKey;

  /** One or several requests. */
  interface Call<T> {
    T to(PlatformClient platform) throws IOException, InterruptedException, ProblemAnswer;
  }

  /** Asks the platform that was named, or the one that runs on this machine; starts none. */
  <T> T ask(Call<T> call) throws InterruptedException {
    URI address =
        url != null
            ? url
            : RunningPlatform.find(LocalFolder.ofThisProcess())
                .map(RunningPlatform::address)
                .orElseThrow(() ->
                    new Complaint(
                        ExitCodes.UNAVAILABLE,
                        "no platform runs on this machine; name another with --url"));
    return ask(address, call);
  }

  /** Asks the platform at the address. What goes wrong becomes one line. */
  <T> T ask(URI address, Call<T> call) throws InterruptedException {
    try (PlatformClient client = new PlatformClient(address, checkedKey())) {
      return call.to(client);
    } catch (ProblemAnswer problem) {
      throw new Complaint(
          problem.refused() ? ExitCodes.REFUSED : ExitCodes.FAILED, problem.getMessage());
    } catch (IOException broken) {
      throw new Complaint(
          ExitCodes.UNAVAILABLE, "no answer from " + address + " (" + reason(broken) + ")");
    }
  }

  /** A refused connection comes without a message. */
  static String reason(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** The key; what can't stand in a header is refused before it is sent anywhere. */
  private @Nullable String checkedKey() {
    if (apiKey == null || apiKey.isEmpty()) {
      return null;
    }
    if (!apiKey.matches("[\\x21-\\x7e]+")) {
      throw new Complaint(ExitCodes.REFUSED, "the API key has characters that no key has");
    }
    return apiKey;
  }
}
