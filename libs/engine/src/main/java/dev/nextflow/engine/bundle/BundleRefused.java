package dev.nextflow.engine.bundle;

/**
 * A bundle does not fit its own description. The message is one line and names the file to blame.
 */
public final class BundleRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BundleRefused(String message) {
    super(message);
  }

  public BundleRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
