package dev.nextflow.jobs;

/**
 * What a tenant may have of a queue. The share of the job that came last holds for all its jobs.
 *
 * @param weight jobs that it takes in its turn, 1..{@link #MAX_WEIGHT}
 * @param mostUnfinished most jobs of it that wait or run, at least 1; jobs at rest do not count
 */
public record Share(int weight, int mostUnfinished) {

  /** Greatest weight. */
  public static final int MAX_WEIGHT = 1000;

  /** One job a turn, and as many as it likes. */
  public static final Share USUAL = new Share(1, Integer.MAX_VALUE);

  public Share {
    if (weight < 1 || weight > MAX_WEIGHT || mostUnfinished < 1) {
      throw new IllegalArgumentException(
          "weight must be 1.." + MAX_WEIGHT + " and mostUnfinished at least 1");
    }
  }
}
