package dev.nextflow.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.fixtures.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each test spoils one thing in a copy of a good bundle. Loading opens no session, so none exists.
 */
class BundleRefusalTest {

  @TempDir Path folder;

  @BeforeEach
  void copyAGoodBundle() throws IOException {
    try (Stream<Path> files = Files.walk(TinyBundle.FOLDER)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(TinyBundle.FOLDER.relativize(file).toString());
        if (!Files.isDirectory(copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void theUnspoiledCopyIsAccepted() {
    assertThat(Bundle.load(folder).digest()).isEqualTo(TinyBundle.bundle().digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"transformer/model.onnx.data", "tokenizer.json", "fixtures/parity.json"})
  void oneFlippedBitInAnyFile(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve(name), bytes);
    assertRefused(name, "hash");
  }

  @Test
  void aFileWithMoreBytesThanListed() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertRefused("tokenizer.json", "has 2 bytes");
  }

  @Test
  void aMissingFile() throws IOException {
    Files.delete(folder.resolve("scale_input/model.onnx"));
    assertRefused("missing file: scale_input/model.onnx");
  }

  @Test
  void aMissingManifest() throws IOException {
    Files.delete(folder.resolve("bundle.json"));
    assertRefused("missing file: bundle.json");
  }

  @Test
  void aFileThatIsNotListed() throws IOException {
    Files.writeString(folder.resolve("transformer/extra.bin"), "x");
    assertRefused("does not list", "transformer/extra.bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside", "/etc/passwd", "a/../../b", "./a", "a//b", "C:/a", "a\\\\..\\\\b"})
  void aListedPathOutsideOfTheFolder(String path) throws IOException {
    replaceInManifest("\"tokenizer.json\"", "\"" + path + "\"");
    assertRefused("path outside of the bundle");
  }

  @Test
  void aLinkInPlaceOfAListedFile() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("fixtures/parity.json"));
    assertRefused("link", "tokenizer.json");
  }

  @Test
  void aLinkInPlaceOfAFolder() throws IOException {
    Path part = folder.resolve("text_head");
    Files.delete(part.resolve("model.onnx"));
    Files.delete(part);
    Files.createSymbolicLink(part, folder.resolve("scale_input"));
    assertRefused("link", "text_head");
  }

  @Test
  void aManifestBehindALink() throws IOException {
    Path manifest = folder.resolve("bundle.json");
    Files.move(manifest, folder.resolve("other.json"));
    Files.createSymbolicLink(manifest, folder.resolve("other.json"));
    assertRefused("bundle.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{}"})
  void aManifestThatIsNoManifest(String json) throws IOException {
    Files.writeString(folder.resolve("bundle.json"), json);
    assertRefused("bundle.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nextflow-bundle/1 | nextflow-bundle/2 | has format \"nextflow-bundle/2\"",
        "\"hidden_size\" | \"hidden_sizes\" | hidden_size",
        "\"rope_assignment\": \"interleaved\" | \"rope_assignment\": \"spiral\" | spiral",
        "\"text_head\": | \"text_tail\": | no graph text_head",
        "\"write_indices\" | \"write_index\" | write_ind",
        "\"updated_value_cache.1\" | \"updated_value_cache.7\" | updated_value_cache",
        "\"file\": \"text_head/model.onnx\" | \"file\": \"text_head/other.onnx\" | unlisted file",
        "\"top_p\": 0.95 | \"top_p\": 1.95 | top_p",
        "\"special\": \"boi\" | \"special\": \"bos\" | bos",
        "\"levels\": [ | \"levels\": [null, | levels",
        "\"tokenizer.json\": { | \"null.json\": null, \"tokenizer.json\": { | null",
        "\"slot\": \"prompt\" | \"hole\": \"prompt\" | hole",
      })
  void aManifestThatDoesNotFitTheEngine(String written, String instead, String named)
      throws IOException {
    replaceInManifest(written, instead);
    assertRefused(named);
  }

  private void replaceInManifest(String written, String instead) throws IOException {
    Path manifest = folder.resolve("bundle.json");
    String json = Files.readString(manifest);
    assertThat(json).contains(written);
    Files.writeString(manifest, json.replace(written, instead));
  }

  private void assertRefused(String... named) {
    assertThatExceptionOfType(BundleRefused.class)
        .isThrownBy(() -> Bundle.load(folder))
        .satisfies(refused ->
            assertThat(refused.getMessage())
                .startsWith("bundle " + folder + " refused: ")
                .contains(named)
                .hasLineCount(1));
  }
}
