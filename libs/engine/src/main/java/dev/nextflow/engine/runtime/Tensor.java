package dev.nextflow.engine.runtime;

import java.lang.foreign.MemorySegment;

/** A shape over part of a {@link Buffer}; released by the scope that it was made in. */
public record Tensor(MemorySegment handle) {}
