/** Pixels to image codes and back; the only place that touches an image codec. */
@NullMarked
package dev.nextflow.tokenizer.images;

import org.jspecify.annotations.NullMarked;
