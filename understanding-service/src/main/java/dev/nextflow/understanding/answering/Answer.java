package dev.nextflow.understanding.answering;

import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of one answer, and how many of them are already told. The token that ends the message
 * is stored, so that a next attempt knows that it came, but is no part of the text. Not
 * thread-safe.
 */
public final class Answer {

  /** Field of the checkpoint: JSON array of all ids so far. */
  private static final String IDS = "text:ids";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Integer> ids;
  private final int maxTokens;
  private final int endId;
  private int reported;

  private Answer(List<Integer> ids, int maxTokens, int endId) {
    this.ids = ids;
    this.maxTokens = maxTokens;
    this.endId = endId;
    this.reported = ids.size();
  }

  /**
   * Takes up what a checkpoint holds.
   *
   * @param maxTokens most tokens, the one that ends the message included
   * @param endId the token that ends the message
   */
  public static Answer of(Map<String, String> checkpoint, int maxTokens, int endId) {
    int[] ids = JSON.readValue(checkpoint.getOrDefault(IDS, "[]"), int[].class);
    List<Integer> list = new ArrayList<>();
    for (int id : ids) {
      list.add(id);
    }
    return new Answer(list, maxTokens, endId);
  }

  /** All ids so far. */
  public List<Integer> ids() {
    return List.copyOf(ids);
  }

  /** How many ids there are. */
  public int size() {
    return ids.size();
  }

  /** Whether there is nothing left to write. */
  public boolean ended() {
    return stopped() || ids.size() >= maxTokens;
  }

  public void add(int id) {
    ids.add(id);
  }

  /** How many ids nobody was told yet. */
  public int unreported() {
    return ids.size() - reported;
  }

  /** What to store and tell now; from here on all ids count as told. */
  public Progress report() {
    List<Integer> news = textOnly(ids.subList(reported, ids.size()));
    reported = ids.size();
    return new Progress(
        Map.of(IDS, JSON.writeValueAsString(ids)),
        TextEvent.TYPE,
        JSON.writeValueAsString(new TextEvent(news, ids.size())),
        ids.size());
  }

  /** The whole, once it has ended. */
  public AnswerResult result(UnderstandingWork work) {
    return new AnswerResult(
        textOnly(ids),
        stopped() ? AnswerResult.STOP : AnswerResult.LENGTH,
        new AnswerResult.Usage(work.sequence().tokens(), ids.size()));
  }

  private boolean stopped() {
    return !ids.isEmpty() && ids.getLast() == endId;
  }

  private List<Integer> textOnly(List<Integer> some) {
    return some.stream().filter(id -> id != endId).toList();
  }
}
