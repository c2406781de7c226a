package dev.nextflow.engine.runtime;

/** Element types of the graphs' inputs and outputs. */
public enum ElementType {
  FLOAT32(1, Float.BYTES),
  UINT8(2, Byte.BYTES),
  INT64(7, Long.BYTES);

  /** ONNXTensorElementDataType. */
  final int code;

  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
