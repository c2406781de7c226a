/**
 * The counters in Redis: one hash tag for each tenant, timed by Redis's own clock. The key layout
 * is in the gateway's README.
 */
@NullMarked
package dev.nextflow.gateway.limits.redis;

import org.jspecify.annotations.NullMarked;
