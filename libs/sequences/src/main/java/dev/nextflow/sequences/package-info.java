/**
 * The words that all rooms share: grids, scale schedules, image codes, transcripts and the
 * counter-based noise.
 */
@NullMarked
package dev.nextflow.sequences;

import org.jspecify.annotations.NullMarked;
