/** Text: one token after the other, behind a sequence that may hold pictures. */
@NullMarked
package dev.nextflow.engine.writing;

import org.jspecify.annotations.NullMarked;
