package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bundle that the repository ships can be drawn with, as it is shipped. */
class EveryBundleIT {

  static List<Path> bundles() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("nextflow.bundles")))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void drawsWhatThePromptAndTheSeedSay(Path bundle, @TempDir Path home) throws Exception {
    LocalPlatform platform = LocalPlatform.start(new LocalFolder(home), bundle, 0);
    try (Api api = new Api(platform.address())) {
      JsonObject house = api.draw(prompt("a red house under a yellow sun"));
      byte[] picture = api.picture(house, "").body();
      BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(picture));
      assertThat(pixels.getWidth() + "x" + pixels.getHeight())
          .isEqualTo(house.object("request").text("size"));

      JsonObject again = api.draw(prompt("a red house under a yellow sun"));
      assertThat(api.picture(again, "").body()).isEqualTo(picture);

      JsonObject tree = api.draw(prompt("a green tree on the right of a blue boat"));
      assertThat(api.picture(tree, "").body()).isNotEqualTo(picture);
    } finally {
      platform.close();
    }
  }

  private static String prompt(String text) {
    return "{\"prompt\":\"" + text + "\",\"seed\":7}";
  }
}
