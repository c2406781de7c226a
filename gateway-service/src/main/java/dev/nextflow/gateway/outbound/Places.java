package dev.nextflow.gateway.outbound;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that may be under way at once, of which one tenant gets a quarter: servers of one
 * tenant that never answer must not keep the others waiting. Thread-safe.
 */
final class Places {

  private final int atOnce;
  private final int ofOneTenant;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  Places(int atOnce) {
    this.atOnce = atOnce;
    ofOneTenant = Math.max(1, atOnce / 4);
  }

  /**
   * A place for one file, until it is given back.
   *
   * @return the tenant, for {@link #giveBack}
   * @throws ProblemException {@link ProblemType#TOO_MANY_REQUESTS} where the tenant has its share,
   *     {@link ProblemType#UNAVAILABLE} where all have taken everything
   */
  synchronized String take(String tenant) {
    int own = taken.getOrDefault(tenant, 0);
    if (own == ofOneTenant) {
      throw ProblemException.of(ProblemType.TOO_MANY_REQUESTS);
    }
    if (all == atOnce) {
      throw ProblemException.of(ProblemType.UNAVAILABLE);
    }
    all++;
    taken.put(tenant, own + 1);
    return tenant;
  }

  synchronized void giveBack(String tenant) {
    all--;
    taken.computeIfPresent(tenant, (_, own) -> own == 1 ? null : own - 1);
  }
}
