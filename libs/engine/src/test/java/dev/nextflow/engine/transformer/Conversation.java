package dev.nextflow.engine.transformer;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.writing.ContinuousBatch;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.engine.writing.WrittenToken;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The tokens of a session, which grow from turn to turn as those of the gateway do: what was asked,
 * then what was written or drawn.
 */
final class Conversation {

  static final int ANSWER_TOKENS = 6;
  private static final int ASKED_TOKENS = 9;

  private final Bundle bundle;
  private final ScaleSchedule schedule;
  private final SplittableRandom random = new SplittableRandom(9);
  private final List<Integer> ids = new ArrayList<>();
  private final List<GivenPicture> pictures = new ArrayList<>();

  Conversation(Bundle bundle) {
    this.bundle = bundle;
    this.schedule =
        bundle.schedule(
            bundle.finalGrids().getFirst(),
            bundle.levels().stream().min(Integer::compare).orElseThrow());
  }

  /** A turn that is drawn: the newest picture alone is what guidance leads away from. */
  DrawRequest drawing() {
    ask();
    ids.add(bundle.specialTokens().boi());
    List<Integer> unguided = new ArrayList<>(List.of(bundle.specialTokens().imStart()));
    List<GivenPicture> newest = new ArrayList<>();
    if (!pictures.isEmpty()) {
      newest.add(new GivenPicture(1, schedule, pictures.getLast().codes()));
      unguided.addAll(List.of(bundle.specialTokens().boi(), bundle.specialTokens().eoi()));
    }
    unguided.add(bundle.specialTokens().boi());
    return new DrawRequest(
        sequence(),
        new MixedSequence(array(unguided), newest),
        schedule,
        ids.size(),
        0,
        bundle.sampling(),
        List.of());
  }

  /** The drawing that was asked for is a part of what follows. */
  void drawn(List<ScaleCodes> codes) {
    pictures.add(new GivenPicture(ids.size() - 1, schedule, codes));
    ids.add(bundle.specialTokens().eoi());
  }

  /** A turn that is written. */
  TextRequest question() {
    ask();
    return new TextRequest(sequence(), new int[0], ANSWER_TOKENS, 0.8, 0.95, ids.size());
  }

  void written(List<Integer> answer) {
    ids.addAll(answer);
  }

  MixedSequence sequence() {
    return new MixedSequence(array(ids), pictures);
  }

  ScaleSchedule schedule() {
    return schedule;
  }

  private void ask() {
    random.ints(ASKED_TOKENS, 0, bundle.specialTokens().imStart()).forEach(ids::add);
  }

  private static int[] array(List<Integer> ids) {
    return ids.stream().mapToInt(id -> id).toArray();
  }

  /** Draws to the end. */
  static List<ScaleCodes> draw(DrawingEngine engine, DrawRequest request, SessionPrefixes session) {
    List<ScaleCodes> codes = new ArrayList<>();
    try (Drawing drawing = engine.begin(List.of(request), session)) {
      while (!drawing.done()) {
        codes.add(drawing.next().getFirst());
      }
    }
    return codes;
  }

  /** Writes to the end. */
  static List<Integer> write(ContinuousBatch batch, TextRequest request, RowPrefix prefix) {
    List<Integer> ids = new ArrayList<>();
    int slot = batch.admit(request, prefix);
    while (ids.size() < request.maxTokens()) {
      batch.step().stream().map(WrittenToken::id).forEach(ids::add);
    }
    batch.release(slot);
    return ids;
  }

  /** Text of so many ids, unlike that of another number. */
  static TextRequest text(int number, int tokens) {
    int[] ids = IntStream.range(0, tokens).map(i -> (31 * number + 7 * i) % 60).toArray();
    return new TextRequest(MixedSequence.of(ids), new int[0], 2, 0, 1, number);
  }
}
