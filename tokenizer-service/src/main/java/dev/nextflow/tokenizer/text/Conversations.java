package dev.nextflow.tokenizer.text;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.bundle.TemplatePiece;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;
import dev.nextflow.tokenizer.text.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts a conversation of several turns into the frame that models are trained on:
 *
 * <pre>
 * (im_start) role \n parts (im_end)   for every message, and then
 * (im_start) assistant \n             which the model goes on from, or to draw
 * (im_start) assistant \n (boi)
 * </pre>
 *
 * A part is text, or a picture, which is {@code (boi) (eoi)} here: what stands between the two is
 * codes, not text.
 *
 * <p>Special tokens and roles come from here alone; what somebody said is cut by itself, so that it
 * can neither end its turn nor begin another. One message of the user makes the same ids as the
 * bundle's template.
 */
final class Conversations {

  /** The template of conversations whose answer is left open. */
  static final String TEMPLATE = "conversation";

  /** The template of those whose answer is a picture. */
  static final String DRAWING = "generation";

  /**
   * What makes a model think before it draws, as its training has it. Here, and not in a bundle:
   * bundles that were exported before do not say it, and what it does not know a model passes over.
   */
  static final String INSTRUCTION = "Think before you draw.";

  private final SpecialTokens special;
  private final TextTokenizer tokenizer;
  private final int maxSequenceTokens;
  private final boolean framed;

  Conversations(Bundle bundle, TextTokenizer tokenizer) {
    this.special = bundle.specialTokens();
    this.tokenizer = tokenizer;
    this.maxSequenceTokens = bundle.maxPromptTokens();
    // A bundle that opens a turn in another way would not understand ours.
    List<TemplatePiece> turn = oneTurn(special);
    List<TemplatePiece> drawing = new ArrayList<>(turn);
    drawing.add(new TemplatePiece.Special(special.boi()));
    this.framed =
        turn.equals(bundle.templates().get(TEMPLATE))
            && drawing.equals(bundle.templates().get(DRAWING));
  }

  private static List<TemplatePiece> oneTurn(SpecialTokens special) {
    return List.of(
        new TemplatePiece.Special(special.imStart()),
        new TemplatePiece.Literal(Role.USER.opening()),
        new TemplatePiece.Slot("prompt"),
        new TemplatePiece.Special(special.imEnd()),
        new TemplatePiece.Special(special.imStart()),
        new TemplatePiece.Literal(Role.ASSISTANT.opening()));
  }

  /**
   * The sequence of a conversation, which ends where the answer begins, or the picture.
   *
   * @param template {@link #TEMPLATE} or {@link #DRAWING}
   * @throws ProblemException naming the message and the rule that it breaks
   */
  int[] ids(String template, List<@Nullable Message> messages) {
    if (!framed) {
      throw ProblemException.invalid("messages", "this model takes a prompt alone");
    }
    if (messages.isEmpty()) {
      throw ProblemException.invalid("messages", "must not be empty");
    }
    IntStream.Builder ids = IntStream.builder();
    for (int i = 0; i < messages.size(); i++) {
      addTurn(ids, "messages[" + i + "]", messages.get(i));
    }
    openAnswer(ids, template);
    int[] sequence = ids.build().toArray();
    if (sequence.length > maxSequenceTokens) {
      throw ProblemException.invalid(
          "messages",
          "must be at most %d tokens with their roles, and are %d"
              .formatted(maxSequenceTokens, sequence.length));
    }
    return sequence;
  }

  /**
   * The same behind the system's turn that asks for a thought.
   *
   * @param field to blame where they are too long together
   */
  int[] asking(String field, int[] said) {
    IntStream.Builder ids = IntStream.builder();
    ids.add(special.imStart());
    add(ids, tokenizer.encode(Role.SYSTEM.opening()));
    add(ids, tokenizer.encode(INSTRUCTION));
    ids.add(special.imEnd());
    int[] instruction = ids.build().toArray();
    int room = maxSequenceTokens - instruction.length;
    if (said.length > room) {
      throw ProblemException.invalid(
          field,
          "must be at most %d tokens with their roles where there is thinking, and are %d"
              .formatted(room, said.length));
    }
    return IntStream.concat(IntStream.of(instruction), IntStream.of(said)).toArray();
  }

  /**
   * The same without a word: the user showed so many pictures, and said nothing. It is what
   * guidance leads away from.
   */
  int[] wordless(String template, int pictures) {
    IntStream.Builder ids = IntStream.builder();
    ids.add(special.imStart());
    add(ids, tokenizer.encode(Role.USER.opening()));
    for (int picture = 0; picture < pictures; picture++) {
      add(ids, picture());
    }
    ids.add(special.imEnd());
    openAnswer(ids, template);
    return ids.build().toArray();
  }

  private void openAnswer(IntStream.Builder ids, String template) {
    ids.add(special.imStart());
    add(ids, tokenizer.encode(Role.ASSISTANT.opening()));
    if (template.equals(DRAWING)) {
      ids.add(special.boi());
    }
  }

  private void addTurn(IntStream.Builder ids, String field, @Nullable Message message) {
    Role role = message == null ? null : message.role();
    JsonNode content = message == null ? null : message.content();
    if (role == null) {
      throw ProblemException.invalid(field + ".role", "is required");
    }
    if (content == null || content.isNull()) {
      throw ProblemException.invalid(field + ".content", "is required");
    }
    ids.add(special.imStart());
    add(ids, tokenizer.encode(role.opening()));
    for (Part part : Part.of(field + ".content", content)) {
      add(ids, ids(part));
    }
    ids.add(special.imEnd());
  }

  private int[] ids(Part part) {
    return switch (part) {
      case Part.Said said -> CallersText.ids(tokenizer, said.field(), said.text());
      case Part.Shown _ -> picture();
    };
  }

  private int[] picture() {
    return new int[] {special.boi(), special.eoi()};
  }

  /**
   * Where the pictures of a sequence stand: the indexes of their {@code <boi>}. One that is to be
   * drawn has no {@code <eoi>} yet.
   */
  int[] places(int[] ids) {
    return IntStream.range(0, ids.length - 1)
        .filter(i -> ids[i] == special.boi() && ids[i + 1] == special.eoi())
        .toArray();
  }

  private static void add(IntStream.Builder ids, int[] more) {
    IntStream.of(more).forEach(ids::add);
  }
}
