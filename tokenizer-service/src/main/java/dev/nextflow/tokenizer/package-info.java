/** Turns text and pixels into tokens, and tokens back; stateless. */
@NullMarked
package dev.nextflow.tokenizer;

import org.jspecify.annotations.NullMarked;
