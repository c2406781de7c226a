package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.testing.ServiceCommand;
import dev.nextflow.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker refuses a bundle that is not what its manifest says, and says why in one line. */
class BadBundleIT {

  private static final String FILE = "scale_input/model.onnx";

  /** What can be wrong with a folder that was copied, unpacked or tampered with. */
  enum Damage {
    FLIPPED_BYTE(FILE) {
      @Override
      void to(Path bundle) throws IOException {
        byte[] bytes = Files.readAllBytes(bundle.resolve(FILE));
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle.resolve(FILE), bytes);
      }
    },
    MISSING_FILE(FILE) {
      @Override
      void to(Path bundle) throws IOException {
        Files.delete(bundle.resolve(FILE));
      }
    },
    PATH_OUTSIDE("../outside.onnx") {
      @Override
      void to(Path bundle) throws IOException {
        Files.copy(bundle.resolve(FILE), bundle.resolveSibling("outside.onnx"));
        Path manifest = bundle.resolve("bundle.json");
        Files.writeString(manifest, Files.readString(manifest).replace(FILE, "../outside.onnx"));
      }
    };

    private final String named;

    Damage(String named) {
      this.named = named;
    }

    abstract void to(Path bundle) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void endsTheServiceWithOneClearLine(Damage damage, @TempDir Path folder) throws Exception {
    Path bundle = TestBundles.copyOfTiny(folder.resolve("bundle"));
    damage.to(bundle);
    ServiceCommand command =
        ServiceCommand.jar(SeparateServices.bootJar("generation-service"))
            .jvmArguments("-XX:TieredStopAtLevel=1")
            .arguments("--nextflow.bundle=" + bundle, "--server.port=0");
    try (ServiceProcess service = command.start()) {
      int status = service.awaitEnd();
      List<String> output = service.output();
      assertThat(status).as(String.join("\n", output)).isNotZero();
      assertThat(output)
          .filteredOn(line -> line.startsWith("bundle ") && line.contains(" refused: "))
          .singleElement()
          .asString()
          .contains(damage.named);
      assertThat(output).noneMatch(line -> line.startsWith("\tat "));
    }
  }
}
