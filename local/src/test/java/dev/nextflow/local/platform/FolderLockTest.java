package dev.nextflow.local.platform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path folder;

  @Test
  void keepsASecondPlatformOutUntilItIsClosed() throws Exception {
    Path file = folder.resolve("platform.lock");
    FolderLock held = FolderLock.take(file);
    assertThatThrownBy(() -> FolderLock.take(file))
        .isInstanceOf(PlatformRefused.class)
        .hasMessage("another platform runs in " + folder);
    held.close();
    FolderLock.take(file).close();
  }
}
