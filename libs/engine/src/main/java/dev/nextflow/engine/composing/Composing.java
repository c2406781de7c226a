package dev.nextflow.engine.composing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.Piece;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.engine.writing.TextHead;
import dev.nextflow.engine.writing.TokenChoice;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Optional;

/**
 * One answer of text and pictures under way. One thread at a time; only {@link #cancel} may come
 * from any.
 *
 * <p>The reference is {@code nextflow_model.dialogue}. Text runs the row of the answer alone, one
 * token a run; a picture runs it and, with guidance, a second one, a scale a run. What was written
 * and drawn earlier goes through the very runs that made it, so a resumed answer goes on as it
 * began.
 */
public final class Composing implements AutoCloseable {

  private final NativeScope scope;
  private final RunControl control;
  private final OpenGraphs graphs;

  private final ComposeRequest request;
  private final SpecialTokens special;
  private final TokenChoice choice;
  private final float[] noise;
  private final TransformerRows rows;
  private final RowReader reader;
  private final TextHead head;
  private final PictureRows pictures;
  private final SessionPrefixes prefixes;

  private final Composed composed;
  private int fed; // Tokens that the model has seen.
  private int opened; // Pictures that it has seen the <boi> of.
  private int entered; // Scales that it has seen of the picture under way; 0: there is none.
  private boolean endIsDue; // A picture is whole, and its end is not read yet.
  private int block; // Tokens of the last run of text; 0: nothing is read yet.
  private int last; // Which of them says what comes next.
  private boolean closed;

  /**
   * @param scope owns everything; closed by this, or by the caller if this constructor throws
   * @param graphs retained for this
   * @param prefixes what the rows begin with, and where they are kept in the end
   */
  Composing(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      TokenChoice choice,
      ComposeRequest request,
      SessionPrefixes prefixes) {
    this.scope = scope;
    this.prefixes = prefixes;
    this.control = new RunControl(scope);
    this.graphs = graphs;
    this.request = request;
    this.special = bundle.specialTokens();
    this.choice = choice;
    this.noise = request.textNoise();
    this.rows =
        new TransformerRows(
            scope,
            bundle,
            graphs,
            control,
            request.rows(),
            request.mostTokens(),
            request.longestBlock());
    this.reader = new RowReader(scope, graphs, control, request.longestBlock());
    this.head = new TextHead(scope, bundle, graphs, control, 1);
    this.pictures =
        new PictureRows(scope, bundle, graphs, control, rows, reader, request, prefixes.unguided());
    this.composed = new Composed(request, special.boi());
  }

  /** Whether the message has ended, or so many tokens are chosen as may be. */
  public synchronized boolean done() {
    boolean isOver = composed.size() == request.maxTokens() || composed.endsIn(special.imEnd());
    return isOver && !composed.lacksScales();
  }

  /**
   * Goes on by a token or by a scale. The first call also reads the sequence, and what was written
   * and drawn earlier.
   *
   * @throws dev.nextflow.engine.EngineCancelled if {@link #cancel} was called
   * @throws IllegalStateException if the answer is done or closed
   */
  public synchronized ComposedStep next() {
    if (closed || done()) {
      throw new IllegalStateException(closed ? "the answer is closed" : "the answer is done");
    }
    if (block == 0) {
      begin();
    }
    while (true) {
      Optional<ComposedStep> step = goOn();
      if (step.isPresent()) {
        return step.get();
      }
    }
  }

  private void begin() {
    rows.fitCache(request.sequence().tokens() + ComposeRequest.BOI_BLOCK);
    RowReader.Read read = reader.read(rows, 0, request.sequence(), prefixes.sequence());
    block = read.tokens();
    last = read.last();
  }

  /** What is new; empty where the model has only come to see more of what is known. */
  private Optional<ComposedStep> goOn() {
    if (entered > 0) {
      return goOnWithPicture(opened - 1);
    }
    if (fed < composed.size()) {
      feed(composed.token(fed++));
      return Optional.empty();
    }
    return Optional.of(choose());
  }

  private Optional<ComposedStep> goOnWithPicture(int picture) {
    if (composed.scales(picture) < entered) {
      composed.add(picture, pictures.draw(entered));
      return Optional.of(
          new ComposedStep.Scale(picture, entered, composed.codes(picture, entered)));
    }
    if (entered == request.schedule().level()) {
      entered = 0;
      endIsDue = true;
    } else {
      entered++;
      pictures.enter(entered, composed.codes(picture, entered - 1));
    }
    return Optional.empty();
  }

  private void feed(int id) {
    readDueEnd();
    if (id == special.boi()) {
      pictures.open(opened++);
      entered = 1;
    } else {
      read(id);
    }
  }

  private ComposedStep choose() {
    readDueEnd();
    head.run(rows, block, last, 1);
    int id =
        choice.draw(
            head.ids(0),
            head.logits(0),
            opened < request.maxPictures(),
            request.temperature(),
            request.topP(),
            noise[composed.size()]);
    composed.add(id);
    return new ComposedStep.Token(id);
  }

  /** Only where something follows: an answer may end in a picture. */
  private void readDueEnd() {
    if (endIsDue) {
      endIsDue = false;
      if (request.schedule().readsLast()) {
        readLastScale(opened - 1);
      }
      read(special.eoi());
    }
  }

  /** In the row of the answer alone: what leads away does not know what was drawn. */
  private void readLastScale(int picture) {
    ScaleSchedule schedule = request.schedule();
    ScaleCodes codes = composed.codes(picture, schedule.level());
    Piece.Block closing = new Piece.Block(schedule, schedule.lastBlock(), codes);
    rows.fitCache(closing.tokens() + ComposeRequest.BOI_BLOCK);
    reader.read(rows, 0, closing);
  }

  /** One by one, also what is read again: read as a block, it would round differently. */
  private void read(int id) {
    rows.fitCache(ComposeRequest.BOI_BLOCK);
    rows.writeText(0, new int[] {id});
    block = 1;
    last = 0;
  }

  /** What was written behind the sequence is not read in blocks, so it is not kept. */
  private void keep() {
    prefixes.sequence().keep(Piece.of(request.sequence()), rows, 0);
    if (request.drawing().guided()) {
      prefixes.unguided().keep(Piece.of(request.unguided()), rows, 1);
    }
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
