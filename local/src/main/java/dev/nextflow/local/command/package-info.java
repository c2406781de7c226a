/** What a person can type: one class per command. */
@NullMarked
package dev.nextflow.local.command;

import org.jspecify.annotations.NullMarked;
