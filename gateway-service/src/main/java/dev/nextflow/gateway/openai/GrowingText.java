package dev.nextflow.gateway.openai;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Text that grows token by token. A token may end within a character: what can't be told for sure
 * yet is held back. For one answer, on one thread at a time.
 */
final class GrowingText {

  /** Stands for bytes that are no character, or not yet. */
  private static final char REPLACEMENT = '\ufffd';

  private final List<Integer> ids = new ArrayList<>();
  private int toldChars;

  /** All ids so far, these included. */
  int[] with(JsonNode more) {
    more.forEach(id -> ids.add(id.intValue()));
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  /** What is new and certain in the text of all ids so far. */
  String news(String text) {
    int certain = text.length();
    while (certain > 0 && text.charAt(certain - 1) == REPLACEMENT) {
      certain--;
    }
    return upTo(text, certain);
  }

  /** What was not told yet of the whole text. */
  String rest(String text) {
    return upTo(text, text.length());
  }

  private String upTo(String text, int end) {
    String news = end > toldChars ? text.substring(toldChars, end) : "";
    toldChars = Math.max(toldChars, end);
    return news;
  }
}
