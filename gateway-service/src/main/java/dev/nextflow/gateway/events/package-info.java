/** A job's events as a stream that can be resumed. */
@NullMarked
package dev.nextflow.gateway.events;

import org.jspecify.annotations.NullMarked;
