/** Forgets to say that nothing is null. */
package dev.nextflow.local.architecture.violations.tokenizer.text;
