/**
 * What pictures and text have in common: rows of a batch, their caches and their rotary positions,
 * and how a sequence is read into them.
 */
@NullMarked
package dev.nextflow.engine.transformer;

import org.jspecify.annotations.NullMarked;
