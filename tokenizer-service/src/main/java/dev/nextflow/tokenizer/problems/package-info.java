/** What went wrong, as {@code application/problem+json} with fixed texts. */
@NullMarked
package dev.nextflow.tokenizer.problems;

import org.jspecify.annotations.NullMarked;
