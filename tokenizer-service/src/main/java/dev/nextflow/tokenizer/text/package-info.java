/** Strings to token sequences and back. */
@NullMarked
package dev.nextflow.tokenizer.text;

import org.jspecify.annotations.NullMarked;
