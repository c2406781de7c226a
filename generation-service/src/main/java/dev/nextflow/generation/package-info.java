/**
 * A worker that draws pictures scale by scale, and answers with text and pictures in order. Start
 * with {@link dev.nextflow.generation.GenerationWorker} and {@link
 * dev.nextflow.generation.CompositionWorker}.
 */
@NullMarked
package dev.nextflow.generation;

import org.jspecify.annotations.NullMarked;
