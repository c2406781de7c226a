/** Jobs as callers see them: submitting, looking, cancelling. */
@NullMarked
package dev.nextflow.gateway.jobs;

import org.jspecify.annotations.NullMarked;
