package dev.nextflow.understanding.answering;

import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of one answer, and how many of them are already told. All that was written is stored,
 * so that a next attempt knows what came; told is what surely belongs to the text. Not thread-safe.
 */
public final class Answer {

  /** Field of the checkpoint: JSON array of all ids so far. */
  private static final String IDS = "text:ids";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ending ending;
  private final WrittenText text;
  private int told; // Ids of the text.

  private Answer(Ending ending, List<Integer> ids) {
    this.ending = ending;
    this.text = new WrittenText(ending, ids);
    this.told = text.certain().size();
  }

  /** Takes up what a checkpoint holds. */
  public static Answer of(Map<String, String> checkpoint, Ending ending) {
    int[] ids = JSON.readValue(checkpoint.getOrDefault(IDS, "[]"), int[].class);
    return new Answer(ending, IntStream.of(ids).boxed().toList());
  }

  /** All ids so far. */
  public List<Integer> ids() {
    return text.ids();
  }

  /** Whether there is nothing left to write. */
  public boolean ended() {
    return text.ended();
  }

  public void add(int id) {
    text.add(id);
  }

  /** For another thread, which is to see each id that is still to come: whether it is the last. */
  public IntPredicate last() {
    WrittenText same = new WrittenText(ending, text.ids());
    return id -> {
      same.add(id);
      return same.ended();
    };
  }

  /** What to store and tell now; from here on it counts as told. */
  public Progress report() {
    List<Integer> certain = text.certain();
    List<Integer> news = certain.subList(told, certain.size());
    List<Integer> ids = text.ids();
    told = certain.size();
    return new Progress(
        Map.of(IDS, JSON.writeValueAsString(ids)),
        TextEvent.TYPE,
        JSON.writeValueAsString(new TextEvent(news, ids.size())),
        ids.size(),
        ended());
  }

  /** The whole, once it has ended. */
  public AnswerResult result(UnderstandingWork work) {
    return new AnswerResult(
        text.certain(),
        text.stopped() ? AnswerResult.STOP : AnswerResult.LENGTH,
        new AnswerResult.Usage(work.sequence().tokens(), text.ids().size()));
  }
}
