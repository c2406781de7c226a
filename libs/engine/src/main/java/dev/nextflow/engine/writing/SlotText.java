package dev.nextflow.engine.writing;

import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.sequences.MixedSequence;
import java.util.Arrays;

/** The text of one slot: how much of it was read, and what was written. Runs nothing. */
final class SlotText {

  private final TextRequest request;
  private final RowPrefix prefix;
  private final float[] noise;
  private final int[] continuation; // [maxTokens] ids, those written earlier first
  private int unread; // Tokens of the prompt that the model has not seen.
  private int fed; // Tokens of the continuation that the model has seen.
  private int written;

  SlotText(TextRequest request, RowPrefix prefix) {
    this.request = request;
    this.prefix = prefix;
    this.noise = request.noise();
    this.continuation = Arrays.copyOf(request.written(), request.maxTokens());
    this.written = request.written().length;
    this.unread = request.sequence().tokens();
  }

  /** What is kept of its session. */
  RowPrefix prefix() {
    return prefix;
  }

  /** What it follows. */
  MixedSequence sequence() {
    return request.sequence();
  }

  /** The model has seen so many more tokens of the prompt. */
  void read(int tokens) {
    unread -= tokens;
  }

  /** Whether a step has a token to feed: the prompt is read, and room is left. */
  boolean steps() {
    return unread == 0 && fed < written && written < request.maxTokens();
  }

  /** The next token to feed. */
  int feed() {
    return continuation[fed++];
  }

  /** Whether the model has seen all there is, so that its last state says what comes next. */
  boolean writes() {
    return unread == 0 && fed == written && written < request.maxTokens();
  }

  /** Draws the next token from a row of the head's last run; no picture is opened in a text. */
  int write(TextHead head, int row, TokenChoice choice) {
    int id =
        choice.draw(
            head.ids(row),
            head.logits(row),
            false,
            request.temperature(),
            request.topP(),
            noise[written]);
    continuation[written++] = id;
    return id;
  }
}
