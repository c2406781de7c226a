/** The one catalogue of what can go wrong, in the form of RFC 9457. */
@NullMarked
package dev.nextflow.sequences.problems;

import org.jspecify.annotations.NullMarked;
