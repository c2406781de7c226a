package dev.nextflow.generation.composing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.CompositionWork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A whole answer. The codes of its pictures are its checkpoint.
 *
 * @param ids the answer as whoever goes on from it reads it: what was written, each whole picture
 *     as its {@code <boi>} and {@code <eoi>}, and the token that ended the message
 * @param parts in their order: texts that are not empty, and whole pictures
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CompositionResult(
    List<Integer> ids, List<Part> parts, FinishReason finishReason, Usage usage) {

  /**
   * One part.
   *
   * @param type {@code text} or {@code image}
   * @param ids text ids; null of a picture
   * @param index of the picture; null of a text
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(String type, @Nullable List<Integer> ids, @Nullable Integer index) {

    static Part text(List<Integer> ids) {
      return new Part("text", List.copyOf(ids), null);
    }

    static Part image(int index) {
      return new Part("image", null, index);
    }
  }

  /**
   * What is counted.
   *
   * @param promptTokens tokens read, those of given pictures included
   * @param textTokens tokens chosen, those that open pictures and the one that ends the message
   *     included
   * @param imageTokens codes drawn
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Usage(int promptTokens, int textTokens, int imageTokens) {}

  static CompositionResult of(
      CompositionWork work, ComposedAnswer answer, Tokens tokens, FinishReason reason) {
    List<Integer> ids = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    List<Integer> text = new ArrayList<>();
    int opened = 0;
    for (int id : answer.ids()) {
      if (id == tokens.boi()) {
        addText(parts, text);
        if (answer.scales(opened) == work.schedule().level()) {
          parts.add(Part.image(opened));
          ids.addAll(List.of(tokens.boi(), tokens.eoi()));
        }
        opened++;
        continue;
      }
      ids.add(id);
      if (id != tokens.imEnd()) {
        text.add(id);
      }
    }
    addText(parts, text);
    return new CompositionResult(
        List.copyOf(ids),
        List.copyOf(parts),
        reason,
        new Usage(work.sequence().tokens(), answer.ids().size(), answer.imageTokens()));
  }

  private static void addText(List<Part> parts, List<Integer> text) {
    if (!text.isEmpty()) {
      parts.add(Part.text(text));
      text.clear();
    }
  }
}
