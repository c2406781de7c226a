package dev.nextflow.gateway.openai;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The parts of a message: texts, and pictures as data or https URLs. Parts keep their places, so
 * that what the platform says of one is true of the caller's. Texts alone become one text of lines.
 */
final class ChatParts {

  private static final Pattern DATA_URL =
      Pattern.compile("data:(image/(?:png|jpeg|webp));base64,(.+)", Pattern.DOTALL);

  /** What may be told back: nobody's text, and nothing long. */
  private static final Pattern TYPE = Pattern.compile("[a-z_]{1,32}");

  private ChatParts() {}

  static JsonNode read(Parameters message, ArrayNode written) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < written.size(); i++) {
      String field = "content[" + i + "]";
      JsonNode part = written.get(i);
      String type = part.path("type").asString("");
      boolean known = type.equals("text") || type.equals("image_url");
      message
          .rules()
          .require(
              known && part.isObject(),
              field,
              (TYPE.matcher(type).matches() ? type : "such a part")
                  + " is not supported; only text and image_url are");
      JsonNode carried =
          known && part instanceof ObjectNode object
              ? message.within(field, () -> Parameters.read(object, ChatParts::part))
              : null;
      parts.add(carried == null ? NullNode.instance : carried);
    }
    boolean texts = parts.valueStream().allMatch(part -> part.has("text"));
    return texts && !parts.isEmpty() ? joined(parts.valueStream()) : parts;
  }

  private static JsonNode joined(Stream<JsonNode> texts) {
    return StringNode.valueOf(
        texts.map(part -> part.get("text").stringValue()).collect(Collectors.joining("\n")));
  }

  private static ObjectNode part(Parameters part) {
    boolean text = "text".equals(part.fields().text("type"));
    if (text) {
      String said = part.fields().text("text");
      part.rules().require(said != null, "text", "is required");
      part.put("type", StringNode.valueOf("text"));
      part.put("text", StringNode.valueOf(said == null ? "" : said));
      return part.carried();
    }
    JsonNode picture = part.fields().any("image_url");
    part.rules().require(picture instanceof ObjectNode, "image_url", "must be an object");
    ObjectNode read =
        picture instanceof ObjectNode object
            ? part.within("image_url", () -> Parameters.read(object, ChatParts::picture))
            : null;
    return read == null ? part.carried() : read;
  }

  private static ObjectNode picture(Parameters picture) {
    picture.only("detail", "auto");
    String url = picture.fields().text("url");
    Matcher data = DATA_URL.matcher(url == null ? "" : url);
    boolean whole = data.matches() && isBase64(data.group(2));
    boolean elsewhere = url != null && !url.startsWith("data:");
    picture.rules().require(url != null, "url", "is required");
    picture
        .rules()
        .require(
            whole || elsewhere,
            "url",
            "must be https, or a data: URL of a PNG, JPEG or WebP in base64");
    picture.put("type", StringNode.valueOf("image"));
    if (elsewhere) {
      picture.put("url", StringNode.valueOf(url));
    } else if (whole) {
      picture.put("media_type", StringNode.valueOf(data.group(1)));
      picture.put("data", StringNode.valueOf(data.group(2)));
    }
    return picture.carried();
  }

  private static boolean isBase64(@Nullable String text) {
    try {
      return text != null && Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }
}
