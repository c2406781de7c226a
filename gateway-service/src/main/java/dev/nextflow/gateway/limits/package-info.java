/** How much a tenant may ask for in a minute, and what it is told about it. */
@NullMarked
package dev.nextflow.gateway.limits;

import org.jspecify.annotations.NullMarked;
