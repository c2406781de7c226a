/** Answers of text and pictures in order: one sequence, written and drawn in turns. */
@NullMarked
package dev.nextflow.engine.composing;

import org.jspecify.annotations.NullMarked;
