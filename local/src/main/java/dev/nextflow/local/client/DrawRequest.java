package dev.nextflow.local.client;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of {@code POST /v1/generations}; what is null is left to the platform.
 *
 * @param size width x height in pixels, such as {@code 96x96}
 * @param n how many pictures
 */
public record DrawRequest(
    String prompt,
    @Nullable Long seed,
    @Nullable Double guidance,
    @Nullable Integer n,
    @Nullable String size) {

  private static final JsonFactory JSON = new JsonFactory();

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("prompt", prompt);
      if (seed != null) {
        json.writeNumberProperty("seed", seed);
      }
      if (guidance != null) {
        json.writeNumberProperty("guidance", guidance);
      }
      if (n != null) {
        json.writeNumberProperty("n", n);
      }
      if (size != null) {
        json.writeStringProperty("size", size);
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
