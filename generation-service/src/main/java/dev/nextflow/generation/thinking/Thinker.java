package dev.nextflow.generation.thinking;

import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.writing.Writing;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Noise;
import dev.nextflow.sequences.Thinking;
import dev.nextflow.sequences.Thought;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the thought that a job's pictures follow, once for all of them. Its duties, in order:
 *
 * <ol>
 *   <li>Take up the tokens that an earlier attempt has written: they are fed one by one, as they
 *       were written.
 *   <li>Write on, until the model opens a picture, ends its message, or has no tokens left.
 *   <li>Store the tokens as they come, and tell those who follow the job.
 * </ol>
 *
 * <p>The noise of a token depends on (seed, index) alone, and is none of a picture's.
 */
public final class Thinker {

  /** Often enough to read along, seldom enough to cost little beside a token. */
  private static final int TOKENS_PER_REPORT = 8;

  private static final int TEXT_IMAGE = 0;

  /** Pictures take theirs from scale 1 on, so text has a stream of its own. */
  private static final int TEXT_SCALE = 0;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SpecialTokens special;
  private final WritingEngine engine;

  public Thinker(SpecialTokens special, WritingEngine engine) {
    this.special = special;
    this.engine = engine;
  }

  /** Whether nothing is left to write of this thought. */
  public boolean ended(Thinking thinking, Thought thought) {
    return thought.size() >= thinking.maxTokens() || thought.size() > thought.text(ends()).length;
  }

  /** The tokens that end a thought and are no part of its text. */
  public int[] ends() {
    return new int[] {special.boi(), special.imEnd()};
  }

  /**
   * Writes to the end.
   *
   * @param thinking how
   * @param begun what there is already
   * @throws dev.nextflow.engine.EngineException if a run fails or is cancelled
   * @throws IllegalArgumentException if the work does not fit the bundle
   */
  public Thought write(GenerationWork work, Thinking thinking, Thought begun, Reporter reporter) {
    float[] noise = Noise.uniforms(work.seed(), TEXT_IMAGE, TEXT_SCALE, thinking.maxTokens());
    Thought thought = begun;
    int told = begun.size();
    int[] written = begun.text();
    try (Writing writing =
        engine.begin(work.conditional(), written, thinking.maxTokens() - written.length)) {
      reporter.onCancel(writing::cancel);
      while (!ended(thinking, thought)) {
        int id = writing.next(thinking.temperature(), thinking.topP(), noise[thought.size()]);
        thought = with(thought, id);
        if (ended(thinking, thought) || thought.size() - told >= TOKENS_PER_REPORT) {
          reporter.report(progress(thought, told));
          told = thought.size();
        }
      }
    }
    return thought;
  }

  private static Thought with(Thought thought, int id) {
    List<Integer> ids = new ArrayList<>(thought.ids());
    ids.add(id);
    return new Thought(ids);
  }

  private Progress progress(Thought thought, int told) {
    int[] text = thought.text(ends());
    List<Integer> news = thought.ids().subList(told, Math.max(told, text.length));
    return new Progress(
        thought.field(),
        TextEvent.TYPE,
        JSON.writeValueAsString(new TextEvent(news, thought.size())),
        thought.size());
  }
}
