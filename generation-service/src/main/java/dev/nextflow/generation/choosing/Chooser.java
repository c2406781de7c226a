package dev.nextflow.generation.choosing;

import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.writing.AnswerScore;
import dev.nextflow.engine.writing.AnswerScoring;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.generation.drawing.AcceptanceResult;
import dev.nextflow.generation.drawing.Requests;
import dev.nextflow.generation.drawing.ScaleEvent;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.Candidates;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.Thought;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Begins several pictures and chooses the one that goes on. Its duties, in order:
 *
 * <ol>
 *   <li>Take up a choice that an earlier attempt has made, or the scales that it has drawn.
 *   <li>Draw every candidate to the scale of the choice, some at a time in lockstep, and store each
 *       scale.
 *   <li>Score them all: how likely the expected answers are, asked about what is drawn.
 *   <li>Store the choice together with the scores, in one step; its first scales are told as those
 *       of any picture.
 * </ol>
 *
 * <p>A candidate is the picture of its own seed, and what is read to score it depends on its codes
 * alone, so whoever takes the job up makes the same choice.
 */
public final class Chooser {

  /** As many rows as the largest job without candidates has: the caches are no larger. */
  private static final int TOGETHER = GenerationWork.MAX_IMAGES;

  private static final String SCORES = "candidates:scores";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final DrawingEngine drawings;
  private final WritingEngine writing;

  public Chooser(DrawingEngine drawings, WritingEngine writing) {
    this.drawings = drawings;
    this.writing = writing;
  }

  /**
   * Chooses, or tells the choice that was made.
   *
   * @param acceptance of the work
   * @param thought what was written before; all candidates follow it
   * @throws dev.nextflow.engine.EngineException if a run fails or is cancelled
   * @throws IllegalArgumentException if the work does not fit the bundle
   */
  public Choice choose(
      GenerationWork work,
      Acceptance acceptance,
      Thought thought,
      Map<String, String> checkpoint,
      Reporter reporter) {
    if (Candidates.chosen(checkpoint).isPresent()) {
      return new Choice(
          JSON.readValue(checkpoint.get(SCORES), AcceptanceResult.class),
          DrawnScales.of(work, checkpoint));
    }
    List<List<ScaleCodes>> drawn = new ArrayList<>();
    for (int first = 0; first < acceptance.candidates(); first += TOGETHER) {
      Group group = Group.of(work, acceptance, first, checkpoint);
      drawn.addAll(draw(work, acceptance, thought, group, reporter));
    }
    AcceptanceResult result =
        AcceptanceResult.of(acceptance, work.seed(), scored(work, acceptance, drawn, reporter));
    Map<String, String> fields =
        new HashMap<>(Candidates.choice(acceptance, result.chosen(), drawn.get(result.chosen())));
    fields.put(SCORES, JSON.writeValueAsString(result));
    ScaleEvent event = ScaleEvent.of(work, acceptance.afterScale());
    reporter.report(
        new Progress(
            fields,
            ScaleEvent.TYPE,
            JSON.writeValueAsString(event),
            thought.size() + event.tokensDone(),
            acceptance.afterScale() == work.lastScale()));
    return new Choice(result, DrawnScales.of(work, fields));
  }

  /**
   * Candidates that are drawn together.
   *
   * @param first number of the first
   * @param drawn scales of each, as many of all
   */
  private record Group(int first, List<List<ScaleCodes>> drawn) {

    /** With what an earlier attempt has drawn. */
    static Group of(
        GenerationWork work, Acceptance acceptance, int first, Map<String, String> checkpoint) {
      List<List<ScaleCodes>> found =
          IntStream.range(first, Math.min(first + TOGETHER, acceptance.candidates()))
              .mapToObj(candidate ->
                  Candidates.scales(
                      work.schedule(), acceptance.afterScale(), candidate, checkpoint))
              .toList();
      int scales = found.stream().mapToInt(List::size).min().orElseThrow();
      List<List<ScaleCodes>> drawn = new ArrayList<>();
      found.forEach(codes -> drawn.add(new ArrayList<>(codes.subList(0, scales))));
      return new Group(first, drawn);
    }

    int scales() {
      return drawn.getFirst().size();
    }

    void add(List<ScaleCodes> codesOfEach) {
      for (int i = 0; i < codesOfEach.size(); i++) {
        drawn.get(i).add(codesOfEach.get(i));
      }
    }

    List<DrawRequest> requests(GenerationWork work, Thought thought) {
      return IntStream.range(0, drawn.size())
          .mapToObj(i -> Requests.ofOne(work.alone(first + i), thought, drawn.get(i)))
          .toList();
    }
  }

  private List<List<ScaleCodes>> draw(
      GenerationWork work, Acceptance acceptance, Thought thought, Group group, Reporter reporter) {
    if (group.scales() == acceptance.afterScale()) {
      return group.drawn();
    }
    reporter.phase("prefill");
    try (Drawing drawing = drawings.begin(group.requests(work, thought))) {
      reporter.onCancel(drawing::cancel);
      while (group.scales() < acceptance.afterScale()) {
        List<ScaleCodes> codes = drawing.next();
        group.add(codes);
        reporter.phase("draw");
        CandidatesEvent event =
            CandidatesEvent.of(work, acceptance, group.first(), codes.size(), group.scales());
        reporter.report(
            new Progress(
                Candidates.fields(group.first(), group.scales(), codes),
                CandidatesEvent.TYPE,
                JSON.writeValueAsString(event),
                thought.size() + event.tokensDone()));
      }
      return group.drawn();
    }
  }

  private List<List<AnswerScore>> scored(
      GenerationWork work, Acceptance acceptance, List<List<ScaleCodes>> drawn, Reporter reporter) {
    reporter.phase("choose");
    try (AnswerScoring scoring = writing.scoring(work.schedule(), acceptance)) {
      reporter.onCancel(scoring::cancel);
      return drawn.stream().map(scoring::score).toList();
    }
  }
}
