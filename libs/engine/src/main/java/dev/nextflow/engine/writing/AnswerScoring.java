package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.engine.transformer.TransformerRows.Mark;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says how likely answers are to questions about pictures that are drawn in part. One thread at a
 * time; only {@link #cancel} may come from any.
 *
 * <p>A picture is read as a given one is, as far as there are codes: those of its last scale make
 * the block behind it, and there it is cut. Nothing is drawn for it. It is read once; each question
 * goes back to its end, and is read with its answer in one run.
 */
public final class AnswerScoring implements AutoCloseable {

  private final NativeScope scope;
  private final RunControl control;
  private final OpenGraphs graphs;

  private final Bundle bundle;
  private final ScaleSchedule schedule;
  private final int lastBlock; // Of a picture, as far as it is read.
  private final int[] before; // Up to the picture's <boi>.
  private final List<ExpectedAnswer> questions;
  private final TokenChoice choice;
  private final TransformerRows rows;
  private final ScaleInput input;
  private final TextHead head;
  private boolean closed;

  /**
   * @param scope owns everything; closed by this, or by the caller if this constructor throws
   * @param graphs retained for this
   */
  AnswerScoring(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      TokenChoice choice,
      ScaleSchedule schedule,
      Acceptance acceptance) {
    this.scope = scope;
    this.control = new RunControl(scope);
    this.graphs = graphs;
    this.schedule = schedule;
    this.lastBlock = acceptance.lastBlock();
    this.questions = acceptance.questions();
    this.before = before(questions.getFirst());
    this.bundle = bundle;
    this.choice = choice;
    int mostCodes =
        IntStream.rangeClosed(1, lastBlock)
            .map(block -> schedule.blockGrid(block).size())
            .max()
            .orElseThrow();
    int longestText =
        questions.stream().mapToInt(question -> behind(question).length).max().orElseThrow();
    this.rows =
        new TransformerRows(
            scope,
            bundle,
            graphs,
            control,
            1,
            before.length + schedule.tokensThroughBlock(lastBlock) + longestText,
            IntStream.of(mostCodes, longestText, before.length).max().orElseThrow());
    this.input = new ScaleInput(scope, graphs, control, 1, mostCodes);
    this.head = new TextHead(scope, bundle, graphs, control, 1);
  }

  static int[] before(ExpectedAnswer question) {
    return Arrays.copyOf(question.ids(), question.boi() + 1);
  }

  /** What is read behind the picture: its end, the rest of the question, the answer. */
  private static int[] behind(ExpectedAnswer question) {
    int[] ids = question.ids();
    return IntStream.concat(
            IntStream.of(ids).skip(question.boi() + 1L), IntStream.of(question.answer()))
        .toArray();
  }

  /**
   * Scores one picture.
   *
   * @param drawn its scales up to that of the acceptance, scale 1 first
   * @return how likely the answer to each question is, in their order
   * @throws dev.nextflow.engine.EngineCancelled if {@link #cancel} was called
   * @throws IllegalArgumentException if these are not the codes of so many scales
   * @throws IllegalStateException if this is closed
   */
  public synchronized List<AnswerScore> score(List<ScaleCodes> drawn) {
    if (closed) {
      throw new IllegalStateException("the scoring is closed");
    }
    ScoringChecks.checkDrawn(bundle, schedule, lastBlock - 1, drawn);
    rows.clear(0);
    rows.prefill(List.of(before), schedule.level());
    for (int block = 2; block <= lastBlock; block++) {
      input.write(schedule, block, List.of(drawn.get(block - 2)), rows);
      rows.writeScale(schedule.blockGrid(block));
    }
    Mark picture = rows.mark(0);
    List<AnswerScore> scores = new ArrayList<>();
    for (ExpectedAnswer question : questions) {
      rows.rewind(0, picture);
      scores.add(score(question));
    }
    return scores;
  }

  private AnswerScore score(ExpectedAnswer question) {
    int[] answer =
        IntStream.concat(
                IntStream.of(question.answer()), IntStream.of(bundle.specialTokens().imEnd()))
            .toArray();
    int[] behind = behind(question);
    int block = rows.prefill(List.of(behind), 0);
    int first = behind.length - question.answer().length - 1; // It says what comes next.
    AnswerScore score = AnswerScore.NOTHING;
    for (int i = 0; i < answer.length; i++) {
      head.run(rows, block, first + i, 1);
      long[] ids = head.ids(0);
      float[] logits = head.logits(0);
      score =
          score.and(
              AnswerScore.logProbability(ids, logits, answer[i]),
              choice.draw(ids, logits, false, 0, 1, 0) == answer[i]);
    }
    return score;
  }

  /**
   * Stops the run under way, between two operators of its graph, and any later one. Never blocks.
   */
  public void cancel() {
    control.cancel();
  }

  /** Gives the cache back; waits for a {@link #score} under way. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      scope.close();
      graphs.release();
    }
  }
}
