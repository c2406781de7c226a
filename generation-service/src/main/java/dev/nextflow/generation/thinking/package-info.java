/** The thought before the pictures: its tokens, its noise, its end. */
@NullMarked
package dev.nextflow.generation.thinking;

import org.jspecify.annotations.NullMarked;
