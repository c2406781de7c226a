/** Text: one token after the other. */
@NullMarked
package dev.nextflow.engine.writing;

import org.jspecify.annotations.NullMarked;
