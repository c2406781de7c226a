/** One answer under way: its tokens, its noise, its end. */
@NullMarked
package dev.nextflow.understanding.answering;

import org.jspecify.annotations.NullMarked;
