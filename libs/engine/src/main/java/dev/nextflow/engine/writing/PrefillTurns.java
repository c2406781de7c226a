package dev.nextflow.engine.writing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Whose prompt is read when. A step reads a bounded number of prompt tokens, so that those who
 * write wait for no more than that; who did not come to its end goes behind the others, so that a
 * short prompt does not wait for a long one. Knows numbers, no graphs.
 */
final class PrefillTurns {

  /** Prompt tokens that a slot reads in one step. */
  record Chunk(int slot, int tokens) {}

  private final int mostTokens;
  private final Deque<Chunk> waiting = new ArrayDeque<>();

  /**
   * @param mostTokens most prompt tokens that a step reads, of all slots together
   */
  PrefillTurns(int mostTokens) {
    this.mostTokens = mostTokens;
  }

  /** A slot has so many tokens to read. */
  void add(int slot, int tokens) {
    waiting.addLast(new Chunk(slot, tokens));
  }

  /** A slot reads no more. */
  void remove(int slot) {
    waiting.removeIf(chunk -> chunk.slot() == slot);
  }

  /** What the next step reads: at most one chunk of a slot. */
  List<Chunk> next() {
    List<Chunk> now = new ArrayList<>();
    List<Chunk> later = new ArrayList<>();
    int room = mostTokens;
    while (room > 0 && !waiting.isEmpty()) {
      Chunk whole = waiting.removeFirst();
      int tokens = Math.min(room, whole.tokens());
      now.add(new Chunk(whole.slot(), tokens));
      room -= tokens;
      if (tokens < whole.tokens()) {
        later.add(new Chunk(whole.slot(), whole.tokens() - tokens));
      }
    }
    waiting.addAll(later);
    return now;
  }
}
