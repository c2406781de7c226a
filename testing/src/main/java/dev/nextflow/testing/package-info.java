/**
 * What tests share: a real Redis, waiting without sleeping, services as child processes. Only ever
 * a test dependency.
 */
@NullMarked
package dev.nextflow.testing;

import org.jspecify.annotations.NullMarked;
