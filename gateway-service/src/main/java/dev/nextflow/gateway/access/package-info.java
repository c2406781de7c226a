/** Who is calling, and what they may see. */
@NullMarked
package dev.nextflow.gateway.access;

import org.jspecify.annotations.NullMarked;
