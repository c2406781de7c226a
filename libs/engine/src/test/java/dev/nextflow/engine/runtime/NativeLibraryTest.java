package dev.nextflow.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  @TempDir Path cache;

  @Test
  void isUnpackedOnceAndReused() throws IOException {
    Path library = NativeLibrary.unpacked(cache);
    FileTime past = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(library, past);
    assertThat(NativeLibrary.unpacked(cache)).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(past);
    try (Stream<Path> files = Files.list(library.getParent())) {
      assertThat(files).containsExactly(library);
    }
  }

  @Test
  void isUnpackedAgainWhenItsBytesChanged() throws IOException {
    Path library = NativeLibrary.unpacked(cache);
    long bytes = Files.size(library);
    Files.writeString(library, "not the library any more");
    assertThat(NativeLibrary.unpacked(cache)).isEqualTo(library).hasSize(bytes);
  }

  @Test
  void aConfiguredFolderOrFileIsTakenAsItIs() throws IOException {
    Path library = cache.resolve(System.mapLibraryName("onnxruntime"));
    Files.writeString(library, "");
    assertThat(NativeLibrary.configured(cache)).isEqualTo(library);
    assertThat(NativeLibrary.configured(library)).isEqualTo(library);
  }

  @Test
  void aConfiguredPathWithoutALibraryIsNamed() {
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> NativeLibrary.configured(cache))
        .withMessageContaining("nextflow.onnxruntime.path")
        .withMessageContaining(cache.toString());
  }
}
