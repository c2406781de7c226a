/** Batches in Redis. */
@NullMarked
package dev.nextflow.gateway.batches.redis;

import org.jspecify.annotations.NullMarked;
