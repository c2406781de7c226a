/** The graphs of a bundle, loaded and shared between those who run them. */
@NullMarked
package dev.nextflow.engine.graphs;

import org.jspecify.annotations.NullMarked;
