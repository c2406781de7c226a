package dev.nextflow.engine;

/**
 * ONNX Runtime refused or failed; the message carries its code and text. Not worth trying again
 * unchanged.
 */
public class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
