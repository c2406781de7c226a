/** What a person sees while waiting. */
@NullMarked
package dev.nextflow.local.terminal;

import org.jspecify.annotations.NullMarked;
