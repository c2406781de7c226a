package dev.nextflow.testing;

/** A Redis of child processes, which a test may kill. */
public sealed interface MortalBackend extends RedisBackend permits EmbeddedBackend, ClusterBackend {

  /** SIGKILL to all of it, as if the machine had gone. */
  void kill();

  /** Starts it again on the same ports and data; returns when it serves. */
  void restart();
}
