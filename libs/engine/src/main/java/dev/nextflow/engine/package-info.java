/**
 * What every part of the engine shares with its callers: options and the two ways a run can end
 * badly.
 */
@NullMarked
package dev.nextflow.engine;

import org.jspecify.annotations.NullMarked;
