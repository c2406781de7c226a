/** Strings to text ids and back. User text is data here: no string can name a special token. */
@NullMarked
package dev.nextflow.text;

import org.jspecify.annotations.NullMarked;
