package dev.nextflow.jobs.redis;

/**
 * In what two processes on one queue may differ: tests put an older, a newer or a wrong one beside
 * this.
 *
 * @param writes version of the records that this process writes, at least 1
 * @param reads latest version that its workers take
 * @param finish the script that ends a job
 */
record Dialect(int writes, int reads, Transition<String> finish) {

  /**
   * The version that is written, and the latest that is read. One higher where a worker of the
   * release before would do the wrong thing with what is written now; a release that reads it comes
   * before the one that writes it (docs/operations/upgrades.md).
   */
  static final int RECORD_VERSION = 1;

  static final Dialect CURRENT = new Dialect(RECORD_VERSION, RECORD_VERSION, Transition.FINISH);

  Dialect finishingBy(Transition<String> other) {
    return new Dialect(writes, reads, other);
  }
}
