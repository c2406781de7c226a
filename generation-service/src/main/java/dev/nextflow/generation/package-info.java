/** A worker that draws pictures scale by scale. */
@NullMarked
package dev.nextflow.generation;

import org.jspecify.annotations.NullMarked;
