/** Who is calling, what they may see, and how much of the gateway they may hold. */
@NullMarked
package dev.nextflow.gateway.access;

import org.jspecify.annotations.NullMarked;
