/** The public door of the platform. */
@NullMarked
package dev.nextflow.gateway;

import org.jspecify.annotations.NullMarked;
