package dev.nextflow.local.command;

import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.platform.PlatformRefused;
import dev.nextflow.local.state.LocalFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: runs the platform in the foreground until SIGINT or SIGTERM. */
@Command(
    name = "up",
    description = "Runs the platform in the foreground; Ctrl-C stops it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      description = "Of the HTTP API (default: ${DEFAULT-VALUE}, or a free one if it is taken).",
      defaultValue = "8080")
  private int port = LocalPlatform.DEFAULT_PORT;

  @Option(
      names = "--bundle",
      paramLabel = "FOLDER",
      description = "The model to draw with (default: bundles/demo).")
  private @Nullable Path bundle;

  @Override
  public Integer call() throws InterruptedException {
    LocalFolder folder = LocalFolder.ofThisProcess();
    try {
      LocalPlatform platform =
          LocalPlatform.start(folder, bundle == null ? folder.defaultBundle() : bundle, port);
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "platform-stop"));
      System.out.println("The platform runs at " + platform.address());
    } catch (PlatformRefused refused) {
      throw new Complaint(ExitCodes.UNAVAILABLE, String.valueOf(refused.getMessage()));
    }
    new CountDownLatch(1).await();
    return ExitCodes.DONE;
  }
}
