package dev.nextflow.gateway.sessions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A part of an answer, as the session's tokens have it. */
sealed interface AnswerPart {

  /** Text; it is never empty. */
  record Said(int[] ids) implements AnswerPart {}

  /**
   * A picture.
   *
   * @param index which of its job's
   */
  record Drawn(int index) implements AnswerPart {}

  /**
   * All parts of an answered turn, in their order.
   *
   * @param begin where its answer begins in the session
   */
  static List<AnswerPart> of(Turn turn, int begin) {
    List<AnswerPart> parts = new ArrayList<>();
    int from = 0;
    for (int index = 0; index < turn.drawn().size(); index++) {
      int boi = turn.drawn().get(index).boi() - begin;
      addText(parts, turn, from, boi);
      parts.add(new Drawn(index));
      from = boi + 2; // Behind its <eoi>.
    }
    addText(parts, turn, from, turn.words());
    return parts;
  }

  private static void addText(List<AnswerPart> parts, Turn turn, int from, int to) {
    if (from < to) {
      parts.add(new Said(Arrays.copyOfRange(turn.answer(), from, to)));
    }
  }
}
