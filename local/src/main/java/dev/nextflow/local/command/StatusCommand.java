package dev.nextflow.local.command;

import dev.nextflow.local.client.PlatformClient;
import dev.nextflow.local.client.ProblemAnswer;
import dev.nextflow.local.state.LocalFolder;
import dev.nextflow.local.state.RunningPlatform;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code status}: says whether a platform runs on this machine, where, and what it draws with. */
@Command(
    name = "status",
    description = "Says whether the platform runs on this machine.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    Optional<RunningPlatform> running = RunningPlatform.find(LocalFolder.ofThisProcess());
    if (running.isEmpty()) {
      System.out.println("No platform runs on this machine.");
      return ExitCodes.UNAVAILABLE;
    }
    RunningPlatform platform = running.get();
    try (PlatformClient client =
        new PlatformClient(platform.address(), System.getenv("NEXTFLOW_API_KEY"))) {
      String models =
          client.get("/v1/models").objects("data").stream()
              .map(model -> model.text("id"))
              .collect(Collectors.joining(", "));
      System.out.printf(
          "Running at %s (process %d), model: %s%n", platform.address(), platform.pid(), models);
      return ExitCodes.DONE;
    } catch (IOException | ProblemAnswer noAnswer) {
      throw new Complaint(
          ExitCodes.UNAVAILABLE,
          "process %d runs but does not answer at %s (%s)"
              .formatted(platform.pid(), platform.address(), PlatformOptions.reason(noAnswer)));
    }
  }
}
