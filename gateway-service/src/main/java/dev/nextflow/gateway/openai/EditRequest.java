package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.openai.EditForm.Entry;
import dev.nextflow.gateway.problems.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to change pictures. In a form everything is text: what must be a number or a flag is
 * read as one where it can be, and left to be refused where it can't.
 */
final class EditRequest {

  /** As {@code image}, or as several {@code image[]}. */
  private static final Set<String> PICTURE_FIELDS = Set.of("image", "image[]");

  /** The mask that is refused is a file, too. */
  private static final String MASK = "mask";

  private static final Set<String> NUMBERS =
      Set.of("n", "seed", "partial_images", "output_compression");
  private static final String STREAM = "stream";
  private static final int MOST_PICTURES = 4;

  private EditRequest() {}

  /**
   * @throws dev.nextflow.sequences.problems.ProblemException with everything that is wrong
   */
  static ImageRequest read(EditForm form) {
    Rules rules = new Rules();
    List<Entry> pictures = new ArrayList<>();
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (Entry entry : form.entries()) {
      if (PICTURE_FIELDS.contains(entry.name())) {
        rules.require(entry.isFile(), entry.name(), "must be a file");
        pictures.add(entry);
      } else {
        rules.require(
            !entry.isFile() || entry.name().equals(MASK),
            entry.name(),
            "must be a field, not a file");
        rules.require(!fields.has(entry.name()), entry.name(), "must come once");
        put(fields, entry);
      }
    }
    rules.require(!pictures.isEmpty(), "image", "is required");
    rules.require(
        pictures.size() <= MOST_PICTURES, "image", "must be at most " + MOST_PICTURES + " files");
    return Parameters.read(
        fields,
        parameters -> {
          parameters.noting(rules);
          return read(parameters, pictures);
        });
  }

  private static void put(ObjectNode fields, Entry entry) {
    String text = entry.isFile() ? entry.name() : entry.text();
    if (NUMBERS.contains(entry.name()) && text.matches("-?[0-9]{1,18}")) {
      fields.put(entry.name(), Long.parseLong(text));
    } else if (entry.name().equals(STREAM) && (text.equals("true") || text.equals("false"))) {
      fields.put(entry.name(), text.equals("true"));
    } else {
      fields.put(entry.name(), text);
    }
  }

  private static ImageRequest read(Parameters parameters, List<Entry> pictures) {
    String prompt = parameters.fields().text("prompt");
    parameters.rules().require(prompt != null, "prompt", "is required");
    parameters.only("input_fidelity", "low");
    parameters.refuse(MASK);
    parameters.put("messages", messages(parameters, pictures, prompt));
    return ImageRequest.shared(parameters);
  }

  /** The pictures, then what is to be done, as the model was taught. */
  private static ArrayNode messages(
      Parameters parameters, List<Entry> pictures, @Nullable String prompt) {
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    ArrayNode content = messages.addObject().put("role", "user").putArray("content");
    for (Entry picture : pictures) {
      String field = "messages[0].content[" + content.size() + "]";
      parameters.name(field, picture.name());
      ObjectNode part = content.addObject().put("type", "image").put("data", picture.bytes());
      if (picture.mediaType() != null) {
        part.put("media_type", picture.mediaType());
      }
    }
    String said = "messages[0].content[" + content.size() + "]";
    content.addObject().put("type", "text").put("text", prompt);
    parameters.name(said + ".text", "prompt");
    parameters.name("messages", "prompt");
    return messages;
  }
}
