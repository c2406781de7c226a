/** Going on from scales that are drawn: the same picture to its end, or variants of its detail. */
@NullMarked
package dev.nextflow.gateway.drafts;

import org.jspecify.annotations.NullMarked;
