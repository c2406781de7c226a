package dev.nextflow.local.command;

/** What the exit code of the command line says; scripts may rely on it. */
public final class ExitCodes {

  public static final int DONE = 0;

  /** The platform took the request and could not fulfil it, or a file could not be written. */
  public static final int FAILED = 1;

  /** The command or the request breaks a rule: the same one will never succeed. */
  public static final int REFUSED = 2;

  /** No platform answers, or it did not start. */
  public static final int UNAVAILABLE = 3;

  /** A defect of the command line itself. */
  public static final int UNEXPECTED = 70;

  private ExitCodes() {}
}
