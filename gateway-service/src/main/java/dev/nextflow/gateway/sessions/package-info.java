/** Conversations of several jobs, whose transcript is all that is remembered of them. */
@NullMarked
package dev.nextflow.gateway.sessions;

import org.jspecify.annotations.NullMarked;
