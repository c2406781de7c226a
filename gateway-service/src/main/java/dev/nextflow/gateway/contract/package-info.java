/** What this gateway promises: the document that its tests hold it to. */
@NullMarked
package dev.nextflow.gateway.contract;

import org.jspecify.annotations.NullMarked;
