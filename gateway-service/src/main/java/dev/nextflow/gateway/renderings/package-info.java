/** Pictures out of transcripts, drawn to pixels only when somebody asks. */
@NullMarked
package dev.nextflow.gateway.renderings;

import org.jspecify.annotations.NullMarked;
