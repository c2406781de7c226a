/**
 * The routes that OpenAI's clients speak. A request is translated into the platform's own words and
 * submitted like any other; the answer waits for its job and is told in theirs.
 */
@NullMarked
package dev.nextflow.gateway.openai;

import org.jspecify.annotations.NullMarked;
