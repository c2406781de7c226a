/**
 * A worker that writes text token by token. Start with {@link
 * dev.nextflow.understanding.UnderstandingWorker}.
 */
@NullMarked
package dev.nextflow.understanding;

import org.jspecify.annotations.NullMarked;
