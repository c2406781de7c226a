/** Pictures: the next-scale loop from a prompt to codes. */
@NullMarked
package dev.nextflow.engine.drawing;

import org.jspecify.annotations.NullMarked;
