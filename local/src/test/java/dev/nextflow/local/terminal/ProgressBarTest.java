package dev.nextflow.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void isOneLineDrawnAgainOnATerminal() {
    ProgressBar bar = bar(true);
    bar.scale(1, 2, 1, 5);
    bar.scale(2, 2, 5, 5);
    bar.clear();
    bar.clear();
    assertThat(text())
        .isEqualTo(
            "\r\u001b[2K[######------------------------] scale 1 of 2, 1 of 5 tokens"
                + "\r\u001b[2K[##############################] scale 2 of 2, 5 of 5 tokens"
                + "\r\u001b[2K");
  }

  @Test
  void isPlainLinesInAFile() {
    ProgressBar bar = bar(false);
    bar.say("waiting");
    bar.scale(1, 2, 1, 5);
    bar.clear();
    assertThat(text().lines())
        .containsExactly("waiting", "[######------------------------] scale 1 of 2, 1 of 5 tokens");
  }

  private ProgressBar bar(boolean terminal) {
    return new ProgressBar(new PrintStream(shown, true, StandardCharsets.UTF_8), terminal);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
