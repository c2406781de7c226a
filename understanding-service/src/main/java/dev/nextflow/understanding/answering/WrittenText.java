package dev.nextflow.understanding.answering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of an answer, and where among them its text ends. Neither the token that ends a
 * message nor a text that ends it is part of it. Not thread-safe.
 */
final class WrittenText {

  private static final int NOWHERE = -1;

  private final Ending ending;
  private final List<Integer> ids = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>(); // Of each id: bytes up to its end.
  private byte[] bytes = new byte[64];
  private int length;
  private int cut = NOWHERE; // The byte that a text begins with which ends the answer.

  WrittenText(Ending ending, List<Integer> ids) {
    this.ending = ending;
    ids.forEach(this::add);
  }

  void add(int id) {
    for (byte next : ending.tokens().of(id)) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = next;
      if (cut == NOWHERE) {
        cut = ending.stops().beginOfOneThatEnds(bytes, length);
      }
    }
    ids.add(id);
    ends.add(length);
  }

  /** All ids, those that are no part of the text included. */
  List<Integer> ids() {
    return List.copyOf(ids);
  }

  /** Whether nothing follows. */
  boolean ended() {
    return stopped() || ids.size() >= ending.maxTokens();
  }

  /** Whether the answer came to an end of its own, before its limit or with it. */
  boolean stopped() {
    return cut != NOWHERE || (!ids.isEmpty() && ids.getLast() == ending.endId());
  }

  /**
   * Ids of the text, as far as no text that may end it begins in them; all of them once it has
   * ended. A token in which such a text begins is spelled up to there, byte by byte.
   */
  List<Integer> certain() {
    if (cut != NOWHERE) {
      return upTo(cut);
    }
    return wholeUpTo(ended() ? length : ending.stops().certain(bytes, length));
  }

  private List<Integer> upTo(int end) {
    List<Integer> text = new ArrayList<>(wholeUpTo(end));
    int next = text.isEmpty() ? 0 : ends.get(text.size() - 1);
    for (; next < end; next++) {
      text.add(ending.tokens().idOf(bytes[next]));
    }
    return text;
  }

  private List<Integer> wholeUpTo(int end) {
    int whole = 0;
    while (whole < ids.size() && ends.get(whole) <= end && ids.get(whole) != ending.endId()) {
      whole++;
    }
    return ids.subList(0, whole);
  }
}
