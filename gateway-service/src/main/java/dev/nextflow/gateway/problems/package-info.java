/**
 * What a caller is told when something went wrong: one form, from one catalogue. And how a body is
 * read so that everything that is wrong with it is told at once.
 */
@NullMarked
package dev.nextflow.gateway.problems;

import org.jspecify.annotations.NullMarked;
