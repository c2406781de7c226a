package dev.nextflow.gateway;

import dev.nextflow.sequences.problems.ProblemException;

/**
 * How much one tenant may ask for.
 *
 * @param requestsPerMinute requests for work in any 60 seconds
 * @param tokensPerMinute tokens of the jobs submitted in any 60 seconds
 * @param jobsInFlight jobs that wait or run in one queue, hence of one kind and model; each queue
 *     enforces it for itself
 * @param openStreams event streams that one gateway holds open
 */
public record TenantLimits(
    long requestsPerMinute, long tokensPerMinute, int jobsInFlight, int openStreams) {

  /** Bound of every limit: whatever is counted stays exact in Lua's numbers. */
  public static final int MOST = 1_000_000_000;

  public TenantLimits {
    requireWithin(requestsPerMinute, "requestsPerMinute");
    requireWithin(tokensPerMinute, "tokensPerMinute");
    requireWithin(jobsInFlight, "jobsInFlight");
    requireWithin(openStreams, "openStreams");
  }

  /** The most of everything but streams, for where nobody has to be held apart from anybody. */
  public static TenantLimits most(int openStreams) {
    return new TenantLimits(MOST, MOST, MOST, openStreams);
  }

  /** Whether requests and tokens have to be counted at all. */
  public boolean counted() {
    return requestsPerMinute < MOST || tokensPerMinute < MOST;
  }

  /**
   * Whether a minute can hold a job at all.
   *
   * @throws ProblemException where waiting would never help
   */
  public void requireRoomFor(long tokens) {
    if (counted() && tokens > tokensPerMinute) {
      throw ProblemException.invalid(
          "tokens",
          "must be at most %d, the tenant's tokens per minute; this asks for %d"
              .formatted(tokensPerMinute, tokens));
    }
  }

  private static void requireWithin(long value, String name) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(name + " must be 1.." + MOST);
    }
  }
}
