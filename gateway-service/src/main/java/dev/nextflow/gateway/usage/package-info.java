/** What a tenant's jobs have drawn and written, by day and kind. */
@NullMarked
package dev.nextflow.gateway.usage;

import org.jspecify.annotations.NullMarked;
