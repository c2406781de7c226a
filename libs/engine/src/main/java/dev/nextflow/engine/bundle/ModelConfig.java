package dev.nextflow.engine.bundle;

/**
 * The numbers of the model that the engine computes with.
 *
 * @param headDim numbers per attention head; rotary tables have half as many columns
 * @param ropeAssignment {@code interleaved} or {@code paper}: which rotary frequency turns with
 *     row, column or sequence position
 * @param ropeRange what rows and columns of every grid span together, whatever its size
 * @param textVocabSize text ids are below it
 * @param visualVocabSize image codes are below it
 * @param semanticCodeDim channels of a code's semantic half
 * @param pixelCodeDim channels of a code's pixel half
 * @param readsLastScale whether pictures that are read are read to their last scale; absent in
 *     bundles of models that do not
 * @param maxPromptTokens longest sequence up to and including {@code <boi>}, template included
 */
public record ModelConfig(
    int hiddenSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    double ropeTheta,
    String ropeAssignment,
    double ropeRange,
    int textVocabSize,
    int visualVocabSize,
    int semanticCodeDim,
    int pixelCodeDim,
    boolean readsLastScale,
    int maxPromptTokens) {

  /** Channels of one code: both halves. */
  public int codeDim() {
    return semanticCodeDim + pixelCodeDim;
  }

  /** Numbers per token in one layer's key cache, and as many in its value cache. */
  public int cacheWidth() {
    return numKeyValueHeads * headDim;
  }
}
