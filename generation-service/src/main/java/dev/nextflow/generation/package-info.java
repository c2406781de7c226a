/**
 * A worker that draws pictures scale by scale. Start with {@link
 * dev.nextflow.generation.GenerationWorker}.
 */
@NullMarked
package dev.nextflow.generation;

import org.jspecify.annotations.NullMarked;
