/** The choice of one picture among several that were begun, by the answers to questions. */
@NullMarked
package dev.nextflow.generation.choosing;

import org.jspecify.annotations.NullMarked;
