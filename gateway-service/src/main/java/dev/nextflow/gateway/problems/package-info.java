/** What a caller is told when something went wrong: one form, from one catalogue. */
@NullMarked
package dev.nextflow.gateway.problems;

import org.jspecify.annotations.NullMarked;
