package dev.nextflow.engine.writing;

import dev.nextflow.engine.transformer.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose prompt is read when. A step reads a bounded number of prompt tokens, so that those who
 * write wait for no more than that; who did not come to its end goes behind the others, so that a
 * short prompt does not wait for a long one. A block of a picture is read whole: one that is larger
 * than the bound has a step for itself. Knows pieces, no graphs.
 */
final class PrefillTurns {

  /** What a slot reads in one run. */
  record Chunk(int slot, Piece piece) {}

  private record Prompt(int slot, Deque<Piece> pieces) {

    /**
     * Takes out what fits, or null if nothing does.
     *
     * @param room tokens, at least 1
     * @param alone whether nobody else reads in this step
     */
    @Nullable Piece take(int room, boolean alone) {
      Piece first = pieces.getFirst();
      if (first.tokens() > room && first instanceof Piece.Text text) {
        pieces.removeFirst();
        pieces.addFirst(text.after(room));
        return text.first(room);
      }
      return first.tokens() <= room || alone ? pieces.removeFirst() : null;
    }
  }

  private final int mostTokens;
  private final Deque<Prompt> waiting = new ArrayDeque<>();

  /**
   * @param mostTokens most prompt tokens that a step reads, of all slots together
   */
  PrefillTurns(int mostTokens) {
    this.mostTokens = mostTokens;
  }

  /** A slot has this to read. */
  void add(int slot, List<Piece> pieces) {
    waiting.addLast(new Prompt(slot, new ArrayDeque<>(pieces)));
  }

  /** A slot reads no more. */
  void remove(int slot) {
    waiting.removeIf(prompt -> prompt.slot() == slot);
  }

  /** What the next step reads, in this order. */
  List<Chunk> next() {
    List<Chunk> now = new ArrayList<>();
    List<Prompt> first =
        new ArrayList<>(); // In the next step; a block that waits comes to its turn.
    int room = mostTokens;
    while (room > 0 && !waiting.isEmpty()) {
      Prompt prompt = waiting.removeFirst();
      Piece piece = prompt.take(room, now.isEmpty());
      if (piece == null) {
        first.add(prompt);
        continue;
      }
      now.add(new Chunk(prompt.slot(), piece));
      room -= piece.tokens();
      if (!prompt.pieces().isEmpty()) {
        waiting.addLast(prompt);
      }
    }
    first.reversed().forEach(waiting::addFirst);
    return now;
  }
}
