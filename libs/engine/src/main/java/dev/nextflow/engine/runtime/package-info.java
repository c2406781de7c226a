/**
 * The binding of ONNX Runtime's C API. The only package that calls native code.
 *
 * <p>From the bottom up: {@code NativeLibrary} finds the library, {@code Api} is its function
 * table, the {@code *Functions} classes give each function a Java signature; on them stand {@link
 * Session}, {@link Tensor}, {@link Binding} and {@link RunControl}, which own what they create
 * through a {@link NativeScope}.
 */
@NullMarked
package dev.nextflow.engine.runtime;

import org.jspecify.annotations.NullMarked;
