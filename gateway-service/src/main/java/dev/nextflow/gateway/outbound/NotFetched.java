package dev.nextflow.gateway.outbound;

/**
 * A file did not come. Why is not said: an answer that told a closed port from a refused one, or a
 * private address from none, would map the inside for strangers.
 */
public final class NotFetched extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotFetched() {
    super("not fetched", null, false, false);
  }
}
