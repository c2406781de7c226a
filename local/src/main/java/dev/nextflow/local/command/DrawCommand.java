package dev.nextflow.local.command;

import dev.nextflow.local.client.DrawRequest;
import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.client.PlatformClient;
import dev.nextflow.local.client.ProblemAnswer;
import dev.nextflow.local.state.LocalFolder;
import dev.nextflow.local.terminal.ProgressBar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code draw}: submits a prompt, shows the scales as they are drawn, writes the pictures. Starts
 * the local platform if none runs and no other is named.
 */
@Command(
    name = "draw",
    description = "Draws a picture from a prompt.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DrawCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PROMPT", description = "What to draw.")
  private String prompt = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to: .png, .jpg or .webp (default: ${DEFAULT-VALUE}).",
      defaultValue = "nextflow.png")
  private Path output = Path.of("nextflow.png");

  @Option(names = "--seed", description = "The same seed draws the same picture.")
  private @Nullable Long seed;

  @Option(names = "--guidance", description = "How strictly to follow the prompt, 0..20.")
  private @Nullable Double guidance;

  @Option(names = "-n", paramLabel = "N", description = "How many pictures, 1..4.")
  private @Nullable Integer pictures;

  @Option(names = "--size", paramLabel = "WxH", description = "In pixels, such as 96x96.")
  private @Nullable String size;

  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() throws InterruptedException {
    Pictures files = new Pictures(output);
    files.checkWritable();
    ProgressBar bar = new ProgressBar(System.err, Boolean.getBoolean("nextflow.terminal"));
    URI address =
        platform.url != null
            ? platform.url
            : new BackgroundPlatform(LocalFolder.ofThisProcess()).ensureRunning(bar).address();
    try {
      return platform.ask(address, client -> draw(client, files, bar));
    } finally {
      bar.clear();
    }
  }

  private int draw(PlatformClient client, Pictures files, ProgressBar bar)
      throws IOException, InterruptedException, ProblemAnswer {
    long startNanos = System.nanoTime();
    JsonObject job = client.submit(new DrawRequest(prompt, seed, guidance, pictures, size));
    JsonObject finished = watch(client, job, bar);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    JsonObject request = finished.object("request");
    for (Path file : files.write(client, finished)) {
      System.out.printf(
          Locale.ROOT,
          "%s  %s  seed %d  %.1f s%n",
          file,
          request.text("size"),
          request.number("seed"),
          seconds);
    }
    return ExitCodes.DONE;
  }

  /** Waits for the end of the job; if the person stops waiting (Ctrl-C), cancels it. */
  private static JsonObject watch(PlatformClient client, JsonObject job, ProgressBar bar)
      throws IOException, InterruptedException, ProblemAnswer {
    JsonObject links = job.object("links");
    Thread cancel = new Thread(() -> cancelQuietly(client, links.text("cancel")));
    Runtime.getRuntime().addShutdownHook(cancel);
    client.follow(links.text("events"), event -> show(event, bar));
    Runtime.getRuntime().removeShutdownHook(cancel);
    bar.clear();
    JsonObject finished = client.get(links.text("self"));
    if (!finished.text("state").equals("succeeded")) {
      String title = finished.object("problem").text("title");
      throw new Complaint(
          ExitCodes.FAILED, "the picture is " + finished.text("state") + ". " + title);
    }
    return finished;
  }

  private static void show(JobEvent event, ProgressBar bar) {
    switch (event.type()) {
      case "queued" -> bar.say("waiting for the worker ...");
      case "scale" ->
          bar.scale(
              event.data().number("scale"),
              event.data().number("scales"),
              event.data().number("tokens_done"),
              event.data().number("tokens_total"));
      default -> {
        // The others change nothing that a person waits for.
      }
    }
  }

  private static void cancelQuietly(PlatformClient client, String path) {
    try {
      client.cancel(path);
    } catch (IOException | InterruptedException | ProblemAnswer unreachable) {
      // The process is going down: nobody is left to tell, and the job ends by itself.
    }
  }
}
