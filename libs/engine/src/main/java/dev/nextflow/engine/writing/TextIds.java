package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import java.util.BitSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ids that stand for text: those of the tokenizer's vocabulary. A head has more outputs than
 * that, for special tokens and for nothing at all.
 */
final class TextIds {

  private TextIds() {}

  /** Reads the bundle's {@code tokenizer.json}. */
  static BitSet of(Bundle bundle) {
    JsonNode tokenizer = JsonMapper.shared().readTree(bundle.file("tokenizer.json"));
    BitSet ids = new BitSet();
    tokenizer.path("model").path("vocab").forEach(id -> ids.set(id.intValue()));
    // Some files list their special tokens in both places.
    tokenizer.path("added_tokens").forEach(token -> ids.clear(token.path("id").intValue()));
    return ids;
  }
}
