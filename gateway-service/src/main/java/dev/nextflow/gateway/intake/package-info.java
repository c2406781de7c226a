/**
 * From what the caller wrote to what the queue carries: strict reading, rules, token sequences.
 * Whatever is wrong with a request is said here, before there is a job.
 */
@NullMarked
package dev.nextflow.gateway.intake;

import org.jspecify.annotations.NullMarked;
