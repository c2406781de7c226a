package dev.nextflow.engine.drawing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.runtime.Tensor;
import dev.nextflow.engine.transformer.Piece;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.SequenceReader;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A batch of pictures under way, drawn in lockstep. One thread at a time; only {@link #cancel} may
 * come from any.
 *
 * <p>The sequence's last token, {@code <boi>}, predicts scale 1. Every later scale is one run of
 * the transformer: the codes of the scale before, enlarged to its grid, predict it at all places at
 * once. With guidance the batch has twice the rows: all conditional ones, then all unconditional.
 */
public final class Drawing implements AutoCloseable {

  private final OpenGraphs graphs;
  private final NativeScope scope;
  private final RunControl control;

  private final List<DrawRequest> requests;
  private final ScaleSchedule schedule;
  private final boolean guided;
  private final SequenceReader reader;
  private final TransformerRows rows;
  private final ScaleInput input;
  private final ScaleSampler sampler;
  private final SessionPrefixes prefixes;

  private final List<List<ScaleCodes>> drawn; // [scale][request]
  private int entered; // Scales the transformer has seen so far; scale 1 is the sequence's.
  private boolean closed;

  /**
   * @param scope owns everything; closed by this, or by the caller if this constructor throws
   * @param graphs retained for this
   * @param prefixes what the rows begin with, and where they are kept in the end
   */
  Drawing(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      List<DrawRequest> requests,
      SessionPrefixes prefixes) {
    this.scope = scope;
    this.prefixes = prefixes;
    this.control = new RunControl(scope);
    this.graphs = graphs;
    this.requests = requests;
    this.schedule = requests.getFirst().schedule();
    this.guided = requests.getFirst().sampling().guided();
    this.drawn = transposed(requests);
    List<MixedSequence> sequences = DrawRequest.rows(requests);
    int rowCount = sequences.size();
    int mostCodes = schedule.grids().stream().mapToInt(Grid::size).max().orElseThrow();
    this.reader = new SequenceReader(scope, graphs, control, sequences);
    this.rows =
        new TransformerRows(
            scope,
            bundle,
            graphs,
            control,
            rowCount,
            cacheLength(bundle, sequences, schedule),
            Math.max(mostCodes, reader.longestBlock()));
    this.input = new ScaleInput(scope, graphs, control, rowCount, mostCodes);
    this.sampler =
        new ScaleSampler(
            scope, graphs, control, requests, mostCodes, bundle.model().visualVocabSize());
  }

  /** By the request, never by its batch mates as they come: what they draw must not differ. */
  private static int cacheLength(
      Bundle bundle, List<MixedSequence> sequences, ScaleSchedule schedule) {
    int usual =
        bundle.maxPromptTokens()
            + sequences.stream().mapToInt(Drawing::pictureTokens).max().orElseThrow();
    return Math.max(usual, SequenceReader.room(sequences)) + schedule.codes();
  }

  private static int pictureTokens(MixedSequence sequence) {
    return sequence.pictures().stream().mapToInt(GivenPicture::innerTokens).sum();
  }

  /** Scales that are known: those given at the start and those drawn since. */
  public synchronized int scalesDrawn() {
    return drawn.size();
  }

  /** Whether the last scale is known. */
  public synchronized boolean done() {
    return drawn.size() == schedule.level();
  }

  /**
   * Draws the next scale. The first call also runs the prompt and the scales that were drawn
   * before.
   *
   * @return its codes, one entry per request in the order of the requests
   * @throws dev.nextflow.engine.EngineCancelled if {@link #cancel} was called
   * @throws IllegalStateException if the drawing is done or closed
   */
  public synchronized List<ScaleCodes> next() {
    if (closed || done()) {
      throw new IllegalStateException(closed ? "the drawing is closed" : "the drawing is done");
    }
    int scale = drawn.size() + 1;
    int tokens = 0;
    while (entered < scale) {
      tokens = enter(entered + 1);
      entered++;
    }
    List<ScaleCodes> codes = draw(scale, tokens);
    drawn.add(codes);
    return codes;
  }

  /** Lets the transformer see what predicts a scale. Returns the tokens per row of that run. */
  private int enter(int scale) {
    if (scale == 1) {
      int batch = requests.size();
      return reader.read(
          rows,
          schedule.level(),
          IntStream.range(0, guided ? 2 * batch : batch)
              .mapToObj(row -> row < batch ? prefixes.sequence() : prefixes.unguided())
              .toList());
    }
    input.write(schedule, scale, drawn.get(scale - 2), rows);
    rows.writeScale(schedule.grid(scale));
    return schedule.grid(scale).size();
  }

  private List<ScaleCodes> draw(int scale, int tokens) {
    int size = schedule.grid(scale).size();
    int batch = requests.size();
    sampler.prepare(scale, size);
    try (NativeScope tensors = new NativeScope()) {
      if (scale == 1) {
        // Each row's <boi> stands elsewhere in its padded row, so the requests are sampled singly.
        for (int b = 0; b < batch; b++) {
          Tensor conditional = boi(tensors, tokens, b);
          sampler.sample(
              b, 1, 1, conditional, guided ? boi(tensors, tokens, batch + b) : conditional);
        }
      } else {
        Tensor conditional = rows.hidden(tensors, tokens, 0, batch, 0, size);
        sampler.sample(
            0,
            batch,
            size,
            conditional,
            guided ? rows.hidden(tensors, tokens, batch, batch, 0, size) : conditional);
      }
    }
    return IntStream.range(0, batch).mapToObj(b -> sampler.codes(b, size)).toList();
  }

  private Tensor boi(NativeScope tensors, int tokens, int row) {
    return rows.hidden(tensors, tokens, row, 1, reader.tail(row) - 1, 1);
  }

  private static List<List<ScaleCodes>> transposed(List<DrawRequest> requests) {
    List<List<ScaleCodes>> scales = new ArrayList<>();
    for (int scale = 0; scale < requests.getFirst().drawn().size(); scale++) {
      int index = scale;
      scales.add(requests.stream().map(request -> request.drawn().get(index)).toList());
    }
    return scales;
  }

  /**
   * Keeps what the first request's rows have read: a next turn begins with the same, and with its
   * picture, as far as it is read to be drawn: a block that closes it is new to that turn. What
   * guidance leads away from then begins otherwise behind its own sequence.
   */
  private void keep() {
    if (entered == 0) {
      return;
    }
    DrawRequest first = requests.getFirst();
    List<Piece> read = new ArrayList<>(Piece.of(first.conditional(), schedule.level()));
    for (int scale = 2; scale <= entered; scale++) {
      read.add(new Piece.Block(schedule, scale, drawn.get(scale - 2).getFirst()));
    }
    prefixes.sequence().keep(read, rows, 0);
    if (guided) {
      List<Piece> unguided = Piece.of(first.unconditional(), schedule.level());
      prefixes.unguided().keep(unguided, rows, requests.size());
    }
  }

  /** Time that graphs have run for this drawing; the rest of what it took is the platform's. */
  public long graphTimeNs() {
    return control.graphTimeNs();
  }

  /**
   * Stops the run under way, between two operators of its graph, and any later one. Never blocks.
   */
  public void cancel() {
    control.cancel();
  }

  /** Gives the caches back; waits for a {@link #next} under way. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        keep();
      } finally {
        scope.close();
        graphs.release();
      }
    }
  }
}
