package dev.nextflow.gateway.limits;

/**
 * How a tenant stands after it asked for some of a quota.
 *
 * @param left what it may still use; for {@link Outcome#REFUSED} too little
 * @param waitSeconds until what was refused fits; otherwise until more is left
 * @param second in which it was taken, by the counter's own clock
 */
public record Standing(Outcome outcome, long left, long waitSeconds, long second) {

  /** What became of the question. */
  public enum Outcome {
    /** It was taken. */
    TAKEN,
    /** It was taken before, by an attempt of which nobody knows whether it made a job. */
    OPEN,
    /** It was taken before, and there is a job for it. */
    SETTLED,
    /** It does not fit; nothing was taken. */
    REFUSED
  }
}
