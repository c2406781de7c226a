package dev.nextflow.engine;

/** ONNX Runtime, or the way to it, refused or failed. Not worth trying again unchanged. */
public final class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code what ONNX Runtime calls this kind of failure, such as {@code INVALID_ARGUMENT}
   */
  public EngineException(String code, String message) {
    super(code + ": " + message);
    this.code = code;
  }

  /** ONNX Runtime's name for this kind of failure. */
  public String code() {
    return code;
  }
}
