package dev.nextflow.tokenizer.text;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.bundle.TemplatePiece;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;
import dev.nextflow.tokenizer.text.Message.Role;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts a conversation of several turns into the frame that models are trained on:
 *
 * <pre>
 * (im_start) role \n parts (im_end)   for every message, and then
 * (im_start) assistant \n             which the model goes on from
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

  /** The one template that conversations belong to. */
  static final String TEMPLATE = "conversation";

  private final SpecialTokens special;
  private final TextTokenizer tokenizer;
  private final int maxSequenceTokens;
  private final boolean framed;

  Conversations(Bundle bundle, TextTokenizer tokenizer) {
    this.special = bundle.specialTokens();
    this.tokenizer = tokenizer;
    this.maxSequenceTokens = bundle.maxPromptTokens();
    // A bundle that opens a turn in another way would not understand ours.
    this.framed = oneTurn(special).equals(bundle.templates().get(TEMPLATE));
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
   * The sequence of a conversation, which ends where the answer begins.
   *
   * @param before what it goes on from
   * @throws ProblemException naming the message and the rule that it breaks
   */
  int[] ids(Before before, List<@Nullable Message> messages) {
    if (messages.isEmpty()) {
      throw ProblemException.invalid("messages", "must not be empty");
    }
    IntStream.Builder ids = begun("messages", before);
    for (int i = 0; i < messages.size(); i++) {
      addTurn(ids, "messages[" + i + "]", messages.get(i));
    }
    return opened("messages", before, ids);
  }

  /** The same where one message of the user follows. */
  int[] ids(Before before, String prompt) {
    IntStream.Builder ids = begun("prompt", before);
    addTurn(ids, Role.USER, List.of(new Part.Said("prompt", prompt)));
    return opened("prompt", before, ids);
  }

  private IntStream.Builder begun(String field, Before before) {
    if (!framed) {
      throw ProblemException.invalid(field, "this model takes a prompt alone");
    }
    IntStream.Builder ids = IntStream.builder();
    add(ids, before.closed(special));
    return ids;
  }

  private int[] opened(String field, Before before, IntStream.Builder ids) {
    ids.add(special.imStart());
    add(ids, tokenizer.encode(Role.ASSISTANT.opening()));
    int[] sequence = ids.build().toArray();
    int added = sequence.length - before.ids().length;
    if (added > maxSequenceTokens) {
      throw ProblemException.invalid(
          field,
          "must be at most %d tokens with their roles, and are %d"
              .formatted(maxSequenceTokens, added));
    }
    if (sequence.length > maxSequenceTokens) {
      throw ProblemException.invalid(
          "before",
          "must be at most %d tokens with what follows, and would be %d"
              .formatted(maxSequenceTokens, sequence.length));
    }
    return sequence;
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
    addTurn(ids, role, Part.of(field + ".content", content));
  }

  private void addTurn(IntStream.Builder ids, Role role, List<? extends Part> parts) {
    ids.add(special.imStart());
    add(ids, tokenizer.encode(role.opening()));
    for (Part part : parts) {
      add(ids, ids(part));
    }
    ids.add(special.imEnd());
  }

  private int[] ids(Part part) {
    return switch (part) {
      case Part.Said said -> CallersText.ids(tokenizer, said.field(), said.text());
      case Part.Shown _ -> new int[] {special.boi(), special.eoi()};
    };
  }

  /** Where the pictures of a sequence stand: the indexes of their {@code <boi>}. */
  int[] places(int[] ids) {
    return IntStream.range(0, ids.length).filter(i -> ids[i] == special.boi()).toArray();
  }

  private static void add(IntStream.Builder ids, int[] more) {
    IntStream.of(more).forEach(ids::add);
  }
}
