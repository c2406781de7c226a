package dev.nextflow.understanding.answering;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.engine.writing.TextRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one text on their way from the thread that writes all texts to the one that answers
 * with this. Thread-safe.
 */
public final class TextStream {

  private final TextRequest request;
  private final RowPrefix prefix;
  private final IntPredicate last;
  private final List<Integer> fresh = new ArrayList<>();
  private int size;
  private boolean ended;
  private @Nullable RuntimeException failure;

  /**
   * @param prefix what is kept of the text's session
   * @param last whether nothing follows a token; asked of each in turn
   */
  TextStream(TextRequest request, RowPrefix prefix, IntPredicate last) {
    this.request = request;
    this.prefix = prefix;
    this.last = last;
    this.size = request.written().length;
  }

  TextRequest request() {
    return request;
  }

  RowPrefix prefix() {
    return prefix;
  }

  /** Whether nobody waits for more tokens: all are there, or something went wrong. */
  synchronized boolean ended() {
    return ended;
  }

  synchronized void add(int id) {
    fresh.add(id);
    size++;
    if (last.test(id) || size == request.maxTokens()) {
      ended = true;
    }
    notifyAll();
  }

  /** Ends the text; the first failure of a text that has not ended counts. */
  synchronized void fail(RuntimeException reason) {
    if (!ended) {
      failure = reason;
      ended = true;
      notifyAll();
    }
  }

  /**
   * Ends the text; whoever waits for it is told at once, whoever writes it before its next step.
   */
  public void cancel() {
    fail(new EngineCancelled());
  }

  /**
   * Waits for a token, and then some more time for those that follow it.
   *
   * @param gather how long to wait after the first; not where the text ends
   * @return all tokens since the last call; empty at the end alone
   * @throws RuntimeException what the text failed with
   */
  public synchronized List<Integer> take(Duration gather) throws InterruptedException {
    while (fresh.isEmpty() && !ended) {
      wait();
    }
    long endNs = System.nanoTime() + gather.toNanos();
    for (long leftMs = gather.toMillis(); !ended && leftMs > 0; ) {
      wait(leftMs);
      leftMs = Duration.ofNanos(endNs - System.nanoTime()).toMillis();
    }
    if (failure != null) {
      throw failure;
    }
    List<Integer> taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }
}
