package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./nextflow} as a person types it, in a shell, against what was just built. */
class CommandLineIT {

  @TempDir Path folder;

  /** What one command left behind. */
  record Ended(int code, String out, String err) {}

  @AfterEach
  void stopWhatWasStarted() throws Exception {
    nextflow("down");
  }

  @Test
  void drawsAPictureAndLeavesThePlatformRunningUntilDown() throws Exception {
    Path picture = folder.resolve("house.png");
    assertThat(nextflow("status").code()).isEqualTo(3);

    Ended first = nextflow("draw", "a red house", "-o", picture.toString(), "--size", "64x64");
    assertThat(first.err()).contains("scale 4 of 4");
    assertThat(first).extracting(Ended::code).as(first.err()).isEqualTo(0);
    assertThat(first.out()).startsWith(picture + "  64x64  seed ");
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(64);

    Ended status = nextflow("status");
    assertThat(status.code()).isZero();
    assertThat(status.out()).startsWith("Running at http://127.0.0.1:").contains("tiny");

    Ended second = nextflow("draw", "a cat", "-o", picture.toString(), "--size", "64x64");
    assertThat(second.code()).isZero();
    assertThat(second.err()).as("the same platform serves it").doesNotContain("starting");

    Ended refused = nextflow("draw", "x", "-o", picture.toString(), "--guidance", "21");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).isEqualTo("nextflow: guidance: must be 0..20\n");

    assertThat(nextflow("down").out()).isEqualTo("Stopped.\n");
    assertThat(nextflow("status").code()).isEqualTo(3);
  }

  @Test
  void saysInOneLineWhyThePlatformDoesNotStart() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    Ended ended = nextflowWith(nowhere, "draw", "x", "-o", folder.resolve("x.png").toString());
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err().lines().reduce((first, last) -> last))
        .hasValue("nextflow: the platform did not start: there is no bundle in " + nowhere);
  }

  @Test
  void saysWhatToInstallWhereThereIsNoJdk25() throws Exception {
    // A machine without any JDK: only the tools that the script itself needs.
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink", "grep", "sed", "find", "head")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    ProcessBuilder bash = new ProcessBuilder(which("bash").toString(), script(), "status");
    bash.environment().clear();
    bash.environment().put("PATH", tools.toString());
    bash.environment().put("HOME", folder.toString());
    bash.environment().put("NEXTFLOW_JDKS", folder.toString());
    Ended ended = run(bash);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines()).singleElement().asString().contains("needs a JDK 25; install");
  }

  private Ended nextflow(String... arguments) throws Exception {
    return nextflowWith(TestBundles.tiny(), arguments);
  }

  private Ended nextflowWith(Path bundle, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", script()));
    command.addAll(List.of(arguments));
    ProcessBuilder bash = new ProcessBuilder(command).directory(folder.toFile());
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    bash.environment().put("NEXTFLOW_BUNDLE", bundle.toString());
    bash.environment().put("NEXTFLOW_STATE", folder.resolve("state").toString());
    return run(bash);
  }

  private Ended run(ProcessBuilder command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    int code = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private static String script() {
    return Path.of(System.getProperty("nextflow.root"), "nextflow").toString();
  }

  private static Path which(String tool) {
    for (String folder : System.getenv("PATH").split(":")) {
      Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError("no " + tool + " on the PATH");
  }
}
