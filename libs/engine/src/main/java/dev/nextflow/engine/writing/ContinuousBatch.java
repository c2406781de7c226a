package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.Piece;
import dev.nextflow.engine.transformer.Pieces;
import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.SequenceChecks;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.engine.writing.PrefillTurns.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are written beside each other, behind sequences that may hold pictures; each comes and
 * goes between any two steps. A text is the same, to the last token, as it is alone. One thread at
 * a time.
 *
 * <p>Duties of a step, in order:
 *
 * <ol>
 *   <li>read a bounded number of prompt tokens, of those whose turn it is;
 *   <li>write one token of every other text, in as few runs as there are ranges of slots.
 * </ol>
 */
public final class ContinuousBatch implements AutoCloseable {

  private final Bundle bundle;
  private final OpenGraphs graphs;
  private final NativeScope scope;
  private final BatchSize size;
  private final TransformerRows rows;
  private final ScaleInput scaleInput; // Of one row: pictures are read one after the other.
  private final TextHead head;
  private final TokenChoice choice;
  private final PrefillTurns turns;
  private final @Nullable SlotText[] texts; // [slots]
  private boolean closed;

  /**
   * @param scope owns everything; closed by this, or by the caller if this constructor throws
   * @param graphs retained for this
   */
  ContinuousBatch(
      NativeScope scope, Bundle bundle, OpenGraphs graphs, TokenChoice choice, BatchSize size) {
    RunControl control = new RunControl(scope);
    int largestScale = size.largestScale(bundle);
    int longestText = Math.min(size.prefillChunk(), bundle.maxPromptTokens());
    this.scope = scope;
    this.bundle = bundle;
    this.graphs = graphs;
    this.size = size;
    this.texts = new SlotText[size.slots()];
    this.choice = choice;
    this.turns = new PrefillTurns(size.prefillChunk());
    this.rows =
        TransformerRows.ofSlots(
            scope,
            bundle,
            graphs,
            control,
            size.slots(),
            size.slotTokens(bundle),
            Math.max(largestScale, longestText));
    this.scaleInput = new ScaleInput(scope, graphs, control, 1, Math.max(1, largestScale));
    this.head = new TextHead(scope, bundle, graphs, control, size.slots());
  }

  /** How many texts there is room for now. */
  public synchronized int free() {
    return (int) Arrays.stream(texts).filter(text -> text == null).count();
  }

  /**
   * Takes a text in; the next step may begin to read it.
   *
   * @return its slot, until {@link #release}
   * @throws IllegalArgumentException if the sequence does not fit the bundle, an id is no text id
   *     or a length is out of bounds
   * @throws IllegalStateException if no slot is free, or the batch is closed
   */
  public int admit(TextRequest request) {
    return admit(request, RowPrefix.NONE);
  }

  /**
   * Takes a text in that goes on from what is kept of its session; what it has read of its sequence
   * is kept in turn, once it is released.
   *
   * @see #admit(TextRequest)
   */
  public synchronized int admit(TextRequest request, RowPrefix prefix) {
    requireOpen();
    SequenceChecks.check(bundle, request.sequence(), request.written(), size.maxPictures());
    if (request.maxTokens() > size.maxTokens()) {
      throw new IllegalArgumentException(
          "max tokens must be at most " + size.maxTokens() + ", not " + request.maxTokens());
    }
    // The lowest slot, so that those in use lie side by side.
    for (int slot = 0; slot < texts.length; slot++) {
      if (texts[slot] == null) {
        List<Piece> pieces = Piece.of(request.sequence());
        SlotText text = new SlotText(request, prefix);
        // The last token is read again: what it says of the next one is not kept.
        int most = request.sequence().tokens() - 1;
        int begun = prefix.restore(pieces, shared -> Math.min(shared, most), rows, slot);
        text.read(begun);
        texts[slot] = text;
        turns.add(slot, Pieces.after(pieces, begun));
        return slot;
      }
    }
    throw new IllegalStateException("all slots are taken");
  }

  /** Empties a slot, whether or not its text has come to an end. */
  public synchronized void release(int slot) {
    @Nullable SlotText text = texts[slot];
    if (text != null) {
      text.prefix().keep(Piece.of(text.sequence()), rows, slot);
    }
    texts[slot] = null;
    turns.remove(slot);
    rows.clear(slot);
  }

  /**
   * Goes one token on: every text whose prompt is read gets a token, unless it has as many as it
   * may have. Of a text that was begun earlier the old tokens are fed first, one a step.
   *
   * @throws IllegalStateException if the batch is closed
   */
  public synchronized List<WrittenToken> step() {
    requireOpen();
    BitSet stepping = new BitSet();
    for (int slot = 0; slot < texts.length; slot++) {
      stepping.set(slot, texts[slot] != null && texts[slot].steps());
    }
    List<Chunk> chunks = turns.next();
    // One slot may read several chunks; and a row that is run for nothing needs room for a token.
    rows.fitCache(chunks.stream().mapToInt(chunk -> chunk.piece().tokens()).sum() + 1);
    List<WrittenToken> tokens = new ArrayList<>();
    chunks.forEach(chunk -> read(chunk, tokens));
    RowRange.covering(stepping).forEach(range -> write(range, stepping, tokens));
    return tokens;
  }

  private void read(Chunk chunk, List<WrittenToken> tokens) {
    SlotText text = text(chunk.slot());
    text.read(chunk.piece().tokens());
    switch (chunk.piece()) {
      case Piece.Block block -> {
        scaleInput.write(block.schedule(), block.block(), List.of(block.before()), rows);
        rows.writeScale(chunk.slot(), block.grid());
      }
      case Piece.Text(int[] ids, int scaleCount) -> {
        int block = rows.prefill(chunk.slot(), List.of(ids), scaleCount);
        if (text.writes()) {
          head.run(rows, block, ids.length - 1, 1);
          tokens.add(new WrittenToken(chunk.slot(), text.write(head, 0, choice)));
        }
      }
    }
  }

  private void write(RowRange range, BitSet stepping, List<WrittenToken> tokens) {
    int[] ids = new int[range.count()];
    Arrays.fill(ids, TransformerRows.IDLE);
    for (int i = 0; i < ids.length; i++) {
      if (stepping.get(range.first() + i)) {
        ids[i] = text(range.first() + i).feed();
      }
    }
    rows.writeText(range.first(), ids);
    head.run(rows, 1, 0, range.count());
    for (int i = 0; i < ids.length; i++) {
      int slot = range.first() + i;
      if (stepping.get(slot) && text(slot).writes()) {
        tokens.add(new WrittenToken(slot, text(slot).write(head, i, choice)));
      }
    }
  }

  private SlotText text(int slot) {
    @Nullable SlotText text = texts[slot];
    if (text == null) {
      throw new IllegalStateException("slot " + slot + " is empty");
    }
    return text;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the batch is closed");
    }
  }

  /** Gives the caches back; waits for a {@link #step} under way. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      scope.close();
      graphs.release();
    }
  }
}
