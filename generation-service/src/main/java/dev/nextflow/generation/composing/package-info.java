/** Answers of text and pictures: what is told of them, stored of them, and left of them. */
@NullMarked
package dev.nextflow.generation.composing;

import org.jspecify.annotations.NullMarked;
