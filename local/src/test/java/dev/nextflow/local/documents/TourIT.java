package dev.nextflow.local.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the tour with the demo bundle: what one model draws, edits, answers, thinks and tells, over
 * HTTP, judged by a reader of pictures that knows nothing of the model. Its Python is installed by
 * {@code .ci/run}, which then names its folder; elsewhere nobody has to have it.
 */
@EnabledIfEnvironmentVariable(named = "NEXTFLOW_TOUR", matches = ".+")
class TourIT {

  private static final Path ROOT = Path.of(System.getProperty("nextflow.root"));
  private static final Path PYTHON =
      Path.of(String.valueOf(System.getenv("NEXTFLOW_TOUR")), "bin/python");

  @TempDir private Path folder;

  @Test
  void theTourEndsWhereItsPageSays() throws Exception {
    Path pictures = folder.resolve("pictures");
    try (ForegroundPlatform platform =
        ForegroundPlatform.start("./nextflow up", folder.resolve("state"))) {
      String told = toured(platform.address(), pictures);

      assertThat(told)
          .contains(
              "Change the background to a beach.", "-> Blue.", "The final prompt is:", "story-2");
    }
    assertThat(names(pictures))
        .contains(
            "turn-1.png", "turn-2.png", "turn-3.png", "plan.png", "story-0.png", "story-2.png");
  }

  private String toured(String address, Path pictures) throws Exception {
    Path output = folder.resolve("output.txt");
    ProcessBuilder python =
        new ProcessBuilder(
            PYTHON.toString(),
            ROOT.resolve("docs/tour/tour.py").toString(),
            "--platform",
            address,
            "--out",
            pictures.toString());
    python.environment().put("PYTHONPATH", ROOT.resolve("model/src").toString());
    python.redirectErrorStream(true).redirectOutput(output.toFile());
    int code = python.start().waitFor();
    String told = Files.readString(output);
    assertThat(code).as(told).isZero();
    return told;
  }

  private static List<String> names(Path folder) {
    return List.of(folder.toFile().listFiles()).stream().map(File::getName).toList();
  }
}
