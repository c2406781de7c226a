/** A worker that writes text token by token. */
@NullMarked
package dev.nextflow.understanding;

import org.jspecify.annotations.NullMarked;
