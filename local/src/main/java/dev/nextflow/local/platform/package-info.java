/** The four services and a real Redis, started together in one process. */
@NullMarked
package dev.nextflow.local.platform;

import org.jspecify.annotations.NullMarked;
