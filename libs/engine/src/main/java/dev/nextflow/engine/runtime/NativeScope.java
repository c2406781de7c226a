package dev.nextflow.engine.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Owns native things of one owner: memory and handles. Closing releases the handles, last made
 * first, then the memory. Used by one thread at a time.
 */
public final class NativeScope implements AutoCloseable {

  private static final AtomicInteger OPEN_SCOPES = new AtomicInteger();
  private static final AtomicInteger LIVE_HANDLES = new AtomicInteger();
  private static final AtomicLong LIVE_BYTES = new AtomicLong();

  /** Cache lines; enough for every vector instruction. */
  private static final long ALIGNMENT = 64;

  private @Nullable Arena arena;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private boolean closed;

  public NativeScope() {
    OPEN_SCOPES.incrementAndGet();
  }

  /** What all scopes of the process hold at this moment. */
  public static NativeUsage usage() {
    return new NativeUsage(OPEN_SCOPES.get(), LIVE_HANDLES.get(), LIVE_BYTES.get());
  }

  /** Zeroed memory of this process, until the scope closes. */
  MemorySegment allocate(long bytes) {
    MemorySegment memory = arena().allocate(bytes, ALIGNMENT);
    count(bytes);
    return memory;
  }

  /** Something with an address, and how to release it. */
  MemorySegment own(MemorySegment handle, Consumer<MemorySegment> release) {
    LIVE_HANDLES.incrementAndGet();
    releases.push(() -> {
      release.accept(handle);
      LIVE_HANDLES.decrementAndGet();
    });
    return handle;
  }

  /** Memory that another allocator handed out, and how to give it back. */
  MemorySegment ownMemory(MemorySegment address, long bytes, Consumer<MemorySegment> release) {
    own(address, release);
    count(bytes);
    return address;
  }

  private void count(long bytes) {
    LIVE_BYTES.addAndGet(bytes);
    releases.push(() -> LIVE_BYTES.addAndGet(-bytes));
  }

  /** A null-terminated string, until the scope closes. */
  MemorySegment string(String text, Charset charset) {
    return arena().allocateFrom(text, charset);
  }

  /** Made at first use: scopes that only own handles are opened for every run. */
  private Arena arena() {
    if (arena == null) {
      arena = Arena.ofShared();
    }
    return arena;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    releases.forEach(Runnable::run);
    releases.clear();
    if (arena != null) {
      arena.close();
    }
    OPEN_SCOPES.decrementAndGet();
  }
}
