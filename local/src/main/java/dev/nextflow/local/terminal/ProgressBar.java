package dev.nextflow.local.terminal;

import java.io.PrintStream;

/**
 * How far a picture is: one line that is drawn again on a terminal, a line for each step elsewhere.
 */
public final class ProgressBar {

  private static final int WIDTH = 30;
  private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean terminal;
  private boolean open;

  /**
   * @param terminal whether the stream is a terminal, which can draw a line again
   */
  public ProgressBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows what is waited for. */
  public void say(String text) {
    show(text);
  }

  /** Shows that {@code scale} of {@code scales} is drawn. */
  public void scale(long scale, long scales, long tokensDone, long tokensTotal) {
    long filled = tokensTotal == 0 ? 0 : Math.min(WIDTH, WIDTH * tokensDone / tokensTotal);
    String bar = "#".repeat((int) filled) + "-".repeat(WIDTH - (int) filled);
    show(
        "[%s] scale %d of %d, %d of %d tokens"
            .formatted(bar, scale, scales, tokensDone, tokensTotal));
  }

  /** Clears the line, so that what comes next starts on its own. */
  public void clear() {
    if (open) {
      out.print(TO_LINE_START_AND_CLEAR);
      out.flush();
      open = false;
    }
  }

  private void show(String text) {
    if (terminal) {
      out.print(TO_LINE_START_AND_CLEAR + text);
      open = true;
    } else {
      out.println(text);
    }
    out.flush();
  }
}
