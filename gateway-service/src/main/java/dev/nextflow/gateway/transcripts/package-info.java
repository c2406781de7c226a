/** The tokens of a job as they are: what its pictures are made of, and what drew them. */
@NullMarked
package dev.nextflow.gateway.transcripts;

import org.jspecify.annotations.NullMarked;
