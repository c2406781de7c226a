/** The public HTTP API as the command line sees it. */
@NullMarked
package dev.nextflow.local.client;

import org.jspecify.annotations.NullMarked;
