package dev.nextflow.local.state;

import java.nio.file.Path;

/**
 * Where the local platform keeps what it must remember: {@code .nextflow/} in the repository.
 *
 * @param home the repository
 */
public record LocalFolder(Path home) {

  /** The repository that {@code ./nextflow} lies in, or the current folder. */
  public static LocalFolder ofThisProcess() {
    return new LocalFolder(Path.of(System.getProperty("nextflow.home", ".")).toAbsolutePath());
  }

  /** {@code NEXTFLOW_STATE} puts it elsewhere: two platforms then run beside each other. */
  public Path state() {
    String named = System.getenv("NEXTFLOW_STATE");
    return named == null ? home.resolve(".nextflow") : Path.of(named).toAbsolutePath();
  }

  /** Redis' own folder: the append-only file that accepted jobs survive in. */
  public Path redis() {
    return state().resolve("redis");
  }

  /** What the services log. */
  public Path log() {
    return state().resolve("platform.log");
  }

  /** What a platform in the background says before and beside its log. */
  public Path output() {
    return state().resolve("platform.out");
  }

  /** Who runs: see {@link RunningPlatform}. */
  public Path running() {
    return state().resolve("platform.properties");
  }

  /** Held by the one platform that may use this folder. */
  public Path lock() {
    return state().resolve("platform.lock");
  }

  /**
   * The bundle that is drawn with unless another is named: {@code NEXTFLOW_BUNDLE}, or the demo.
   */
  public Path defaultBundle() {
    String named = System.getenv("NEXTFLOW_BUNDLE");
    return named == null ? home.resolve("bundles").resolve("demo") : Path.of(named);
  }
}
