/**
 * The jobs' home in Redis. Every transition is one script of {@code lua/}: atomic, fenced, timed by
 * Redis's own clock. The key layout is in the module's README.
 */
@NullMarked
package dev.nextflow.jobs.redis;

import org.jspecify.annotations.NullMarked;
