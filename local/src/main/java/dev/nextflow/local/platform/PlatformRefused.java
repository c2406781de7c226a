package dev.nextflow.local.platform;

/** The platform can't start; the message is the one line that says why. */
public final class PlatformRefused extends Exception {

  private static final long serialVersionUID = 1L;

  PlatformRefused(String message) {
    super(message);
  }

  /** Takes the innermost cause's own words: the layers around it say only who failed with it. */
  static PlatformRefused because(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    PlatformRefused refused = new PlatformRefused(message == null ? cause.toString() : message);
    refused.initCause(failure);
    return refused;
  }
}
