/** What the engine tells of itself in numbers. */
@NullMarked
package dev.nextflow.engine.meters;

import org.jspecify.annotations.NullMarked;
