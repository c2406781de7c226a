/** What a generation stores after every scale. */
@NullMarked
package dev.nextflow.generation.checkpoints;

import org.jspecify.annotations.NullMarked;
