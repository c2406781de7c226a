package dev.nextflow.understanding.answering;

import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.engine.writing.ContinuousBatch;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.engine.writing.WrittenToken;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all texts, on one thread. Its duties, before and in every step of the batch:
 *
 * <ol>
 *   <li>empty the slots of texts that have ended, were cancelled or have failed;
 *   <li>take in texts that wait, as long as slots are free;
 *   <li>let the batch go one token on, and hand each text its own.
 * </ol>
 */
public final class TextWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TextWriter.class);

  private final ContinuousBatch batch;
  private final IntConsumer stepping;
  private final Thread thread;
  private final Queue<TextStream> waiting = new ArrayDeque<>(); // Guarded by this.
  private final Map<Integer, TextStream> bySlot = new HashMap<>(); // Of the one thread.
  private boolean closed; // Guarded by this.

  /**
   * @param batch closed by this
   * @param stepping is told before each step how many texts are in it, by the thread that writes
   */
  public TextWriter(ContinuousBatch batch, IntConsumer stepping) {
    this.batch = batch;
    this.stepping = stepping;
    this.thread = Thread.ofPlatform().name("text-writer").daemon().start(this::write);
  }

  /**
   * Has a text written, beside the others or after them.
   *
   * @param prefix what is kept of the text's session
   * @param last whether nothing follows a token; asked of each in turn, by the thread that writes
   */
  public synchronized TextStream begin(TextRequest request, RowPrefix prefix, IntPredicate last) {
    TextStream stream = new TextStream(request, prefix, last);
    if (closed) {
      stream.fail(closing());
    }
    waiting.add(stream);
    notifyAll();
    return stream;
  }

  private void write() {
    try (batch) {
      while (awaitWork()) {
        leave();
        enter();
        step();
      }
    }
    bySlot.values().forEach(stream -> stream.fail(closing()));
    failWaiting();
  }

  /** False once nothing more is to be written. */
  private synchronized boolean awaitWork() {
    while (!closed && waiting.isEmpty() && bySlot.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    return !closed;
  }

  private void leave() {
    bySlot
        .entrySet()
        .removeIf(entry -> {
          boolean ended = entry.getValue().ended();
          if (ended) {
            batch.release(entry.getKey());
          }
          return ended;
        });
  }

  private synchronized void enter() {
    while (batch.free() > 0 && !waiting.isEmpty()) {
      TextStream stream = waiting.remove();
      try {
        if (!stream.ended()) {
          bySlot.put(batch.admit(stream.request(), stream.prefix()), stream);
        }
      } catch (IllegalArgumentException refusal) {
        stream.fail(refusal);
      }
    }
  }

  private void step() {
    try {
      stepping.accept(bySlot.size());
      for (WrittenToken token : batch.step()) {
        bySlot.get(token.slot()).add(token.id());
      }
    } catch (RuntimeException failure) {
      // Nobody can say whose fault it is, nor how far the others came.
      LOG.error("A step of {} texts failed: {}", bySlot.size(), failure.getMessage());
      bySlot.values().forEach(stream -> stream.fail(failure));
    }
  }

  private synchronized void failWaiting() {
    waiting.forEach(stream -> stream.fail(closing()));
    waiting.clear();
  }

  private static IllegalStateException closing() {
    return new IllegalStateException("the writer is closed");
  }

  /** Ends what is not written yet; waits for the step under way. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
