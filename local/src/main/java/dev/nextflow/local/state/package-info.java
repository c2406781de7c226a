/** What the local platform keeps on disk, and who runs it. */
@NullMarked
package dev.nextflow.local.state;

import org.jspecify.annotations.NullMarked;
