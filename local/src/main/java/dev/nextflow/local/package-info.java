/**
 * The whole platform in one process for a laptop, and the command line.
 *
 * <p>The command line starts quickly because no class on its way needs Spring: {@code command},
 * {@code client}, {@code terminal} and {@code state} are plain Java. Only {@code platform} starts
 * the services.
 */
@NullMarked
package dev.nextflow.local;

import org.jspecify.annotations.NullMarked;
