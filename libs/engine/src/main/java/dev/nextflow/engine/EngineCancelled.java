package dev.nextflow.engine;

/** A run was stopped because its caller asked for it. Expected, hence without a stack trace. */
public final class EngineCancelled extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EngineCancelled() {
    super("cancelled", null, false, false);
  }
}
