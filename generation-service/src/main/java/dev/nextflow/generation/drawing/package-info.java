/** From a job's work to the engine, and from the engine to what is told about it. */
@NullMarked
package dev.nextflow.generation.drawing;

import org.jspecify.annotations.NullMarked;
