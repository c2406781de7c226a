/** Drawing a transcript once more, to see whether the same tokens come of it. */
@NullMarked
package dev.nextflow.gateway.replays;

import org.jspecify.annotations.NullMarked;
