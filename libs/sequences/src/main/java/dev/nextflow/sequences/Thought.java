package dev.nextflow.sequences;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was written of a thought, as it stands in a job's checkpoint: field {@code thought:ids}, a
 * JSON array.
 *
 * @param ids text ids, the one that ended it included
 */
public record Thought(List<Integer> ids) {

  private static final String FIELD = "thought:ids";

  public Thought {
    ids = List.copyOf(ids);
  }

  /** Reads a checkpoint; empty where nothing was written. */
  public static Thought of(Map<String, String> checkpoint) {
    String list = checkpoint.getOrDefault(FIELD, "[]");
    String inner = list.substring(1, list.length() - 1);
    return new Thought(
        inner.isEmpty()
            ? List.of()
            : Arrays.stream(inner.split(",")).map(Integer::valueOf).toList());
  }

  /** The field, to be stored. */
  public Map<String, String> field() {
    return Map.of(FIELD, ids.toString().replace(" ", ""));
  }

  /** Tokens that were written. */
  public int size() {
    return ids.size();
  }

  /** Whether the model went on to draw: only such a thought has a conclusion. */
  public boolean opens(int boi) {
    return !ids.isEmpty() && ids.getLast() == boi;
  }

  /**
   * What it says.
   *
   * @param ends tokens that are no part of the text where one of them is the last
   */
  public int[] text(int... ends) {
    boolean ended = !ids.isEmpty() && IntStream.of(ends).anyMatch(end -> end == ids.getLast());
    return ids.stream().limit(ended ? size() - 1 : size()).mapToInt(id -> id).toArray();
  }
}
