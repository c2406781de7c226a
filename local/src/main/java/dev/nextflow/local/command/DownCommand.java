package dev.nextflow.local.command;

import dev.nextflow.local.state.LocalFolder;
import dev.nextflow.local.state.RunningPlatform;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code down}: stops the platform on this machine; unfinished jobs wait for the next start. */
@Command(
    name = "down",
    description = "Stops the platform on this machine; unfinished jobs wait for the next start.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {

  /** The drain of the services is bounded by 30 s. */
  private static final long LIMIT_SECONDS = 45;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    Optional<ProcessHandle> process =
        RunningPlatform.find(LocalFolder.ofThisProcess()).flatMap(RunningPlatform::process);
    if (process.isEmpty()) {
      System.out.println("No platform runs on this machine.");
      return ExitCodes.DONE;
    }
    process.get().destroy();
    try {
      process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      throw new Complaint(
          ExitCodes.FAILED, "process " + process.get().pid() + " does not stop; kill it by hand");
    }
    System.out.println("Stopped.");
    return ExitCodes.DONE;
  }
}
