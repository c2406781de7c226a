/**
 * The folder of an exported model: read, checked to the last byte, and refused whole if anything
 * does not fit.
 */
@NullMarked
package dev.nextflow.engine.bundle;

import org.jspecify.annotations.NullMarked;
