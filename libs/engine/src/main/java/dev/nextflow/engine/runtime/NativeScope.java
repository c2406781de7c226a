package dev.nextflow.engine.runtime;

import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Owns native things of one owner: memory and handles. Closing releases them, last made first.
 * Memory must not be used after that; owners see to it. Used by one thread at a time.
 */
public final class NativeScope implements AutoCloseable {

  private static final AtomicInteger OPEN_SCOPES = new AtomicInteger();
  private static final AtomicInteger LIVE_HANDLES = new AtomicInteger();
  private static final AtomicLong LIVE_BYTES = new AtomicLong();
  private static final AtomicLong LIVE_CACHE_BYTES = new AtomicLong();

  /** Cache lines; enough for every vector instruction. */
  private static final long ALIGNMENT = 64;

  private final Deque<Runnable> releases = new ArrayDeque<>();
  private boolean closed;

  public NativeScope() {
    OPEN_SCOPES.incrementAndGet();
  }

  /** What all scopes of the process hold at this moment. */
  public static NativeUsage usage() {
    return new NativeUsage(
        OPEN_SCOPES.get(), LIVE_HANDLES.get(), LIVE_BYTES.get(), LIVE_CACHE_BYTES.get());
  }

  /** Zeroed memory of this process, until the scope closes. */
  MemorySegment allocate(long bytes) {
    MemorySegment block = HostAllocator.allocate(bytes + ALIGNMENT);
    ownMemory(block, bytes, HostAllocator::free);
    return block.asSlice(-block.address() & (ALIGNMENT - 1), bytes);
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
    count(LIVE_BYTES, bytes);
    return address;
  }

  /** Tells that so many of the bytes that it owns are a cache. */
  public void countAsCache(long bytes) {
    count(LIVE_CACHE_BYTES, bytes);
  }

  private void count(AtomicLong live, long bytes) {
    live.addAndGet(bytes);
    releases.push(() -> live.addAndGet(-bytes));
  }

  /** A null-terminated string, until the scope closes. */
  MemorySegment string(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    // Zeroed, and room for the terminator of any charset.
    MemorySegment string = allocate(bytes.length + Integer.BYTES);
    return string.copyFrom(MemorySegment.ofArray(bytes));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    releases.forEach(Runnable::run);
    releases.clear();
    OPEN_SCOPES.decrementAndGet();
  }
}
