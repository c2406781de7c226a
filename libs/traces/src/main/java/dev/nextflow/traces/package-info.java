/**
 * Which traces are recorded, and what of them leaves the house. Start with {@link
 * dev.nextflow.traces.TracesConfiguration}.
 */
@NullMarked
package dev.nextflow.traces;

import org.jspecify.annotations.NullMarked;
