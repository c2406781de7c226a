package dev.nextflow.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningPlatformTest {

  private static final URI ADDRESS = URI.create("http://127.0.0.1:8080");

  @TempDir Path home;

  private LocalFolder folder() {
    return new LocalFolder(home);
  }

  @BeforeEach
  void makeStateFolder() throws Exception {
    Files.createDirectories(folder().state());
  }

  @Test
  void nothingRunsInAFreshFolder() {
    assertThat(RunningPlatform.find(folder())).isEmpty();
  }

  @Test
  void isFoundWhileItsProcessLives() throws Exception {
    RunningPlatform here = RunningPlatform.here(ADDRESS);
    here.write(folder());
    assertThat(RunningPlatform.find(folder())).contains(here);
  }

  @Test
  void isNotFoundOnceItsProcessIsDead() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    new RunningPlatform(ADDRESS, ended.pid(), 0).write(folder());
    assertThat(RunningPlatform.find(folder())).isEmpty();
  }

  /** After a crash and a reboot the pid can be anybody's; {@code down} would kill a stranger. */
  @Test
  void isNotFoundWhenItsPidIsSomebodyElses() throws Exception {
    RunningPlatform here = RunningPlatform.here(ADDRESS);
    new RunningPlatform(ADDRESS, here.pid(), here.startedAtMs() - 1).write(folder());
    assertThat(RunningPlatform.find(folder())).isEmpty();
  }
}
