/** Pixels to codes and codes to pixels. */
@NullMarked
package dev.nextflow.engine.pictures;

import org.jspecify.annotations.NullMarked;
