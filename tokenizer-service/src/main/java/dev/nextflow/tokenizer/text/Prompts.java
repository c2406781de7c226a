package dev.nextflow.tokenizer.text;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.TemplatePiece;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Puts prompts into a bundle's templates. Literals are cut alone, and special tokens come from the
 * template only, so a prompt can neither merge with its surroundings nor end them.
 */
final class Prompts {

  private static final int[] NOTHING = {};

  private final Map<String, List<TemplatePiece>> templates;
  private final TextTokenizer tokenizer;
  private final int maxSequenceTokens;

  Prompts(Bundle bundle, TextTokenizer tokenizer) {
    this.templates = bundle.templates();
    this.tokenizer = tokenizer;
    this.maxSequenceTokens = bundle.maxPromptTokens();
  }

  /**
   * The sequence of a prompt, without the white space around it.
   *
   * @throws ProblemException naming the rule that the prompt breaks
   */
  int[] conditional(String template, String prompt) {
    int room = maxSequenceTokens - unconditional(template).length;
    int[] ids = CallersText.ids(tokenizer, "prompt", prompt);
    if (ids.length > room) {
      throw ProblemException.invalid("prompt", "must be at most " + room + " tokens");
    }
    return filled(template, ids);
  }

  /** The sequence of the empty prompt: what guidance leads away from. */
  int[] unconditional(String template) {
    return filled(template, NOTHING);
  }

  private int[] filled(String template, int[] prompt) {
    List<TemplatePiece> pieces = templates.get(template);
    if (pieces == null) {
      String known = templates.keySet().stream().sorted().collect(Collectors.joining(", "));
      throw ProblemException.invalid("template", "must be one of " + known);
    }
    return pieces.stream().flatMapToInt(piece -> IntStream.of(ids(piece, prompt))).toArray();
  }

  private int[] ids(TemplatePiece piece, int[] prompt) {
    return switch (piece) {
      case TemplatePiece.Special special -> new int[] {special.id()};
      case TemplatePiece.Literal literal -> tokenizer.encode(literal.text());
      case TemplatePiece.Slot _ -> prompt;
    };
  }
}
