package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.ServiceCommand;
import dev.nextflow.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle with one wrong byte, and the real process that is given it. */
class RefusedBundleTest {

  @TempDir Path folder;

  @Test
  void theProcessEndsWithOneClearLineAndAStatus() throws IOException {
    copy(TinyWork.BUNDLE, folder);
    Path weights = folder.resolve("transformer/model.onnx.data");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);

    try (ServiceProcess service =
        ServiceCommand.main(GenerationApplication.class)
            .arguments("--server.port=0", "--nextflow.bundle=" + folder)
            .start()) {
      Eventually.holds("the process ends", Duration.ofSeconds(180), () -> !service.alive());
      assertThat(service.stop()).isEqualTo(1);
      List<String> output = service.output();
      assertThat(output.stream().filter(line -> line.contains("transformer/model.onnx.data")))
          .hasSize(1);
      assertThat(output).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
