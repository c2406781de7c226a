package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** C strings. */
final class Text {

  private Text() {}

  /** Reads a null-terminated string that native code returned, whose length Java cannot know. */
  static String of(MemorySegment string) {
    return string.address() == 0 ? "" : string.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** An array of pointers to null-terminated strings. */
  static MemorySegment array(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size());
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }
}
