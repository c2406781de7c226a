/**
 * Many requests in one: checked line by line, stored whole, and fed to the queue as ordinary jobs.
 * Start with {@link dev.nextflow.gateway.batches.BatchFeeder}.
 */
@NullMarked
package dev.nextflow.gateway.batches;

import org.jspecify.annotations.NullMarked;
