package dev.nextflow.gateway.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body as an operation takes it. Where that is a form, an object is one part for each property:
 * {@code image} is a file, all others are fields; a list, which no part can be, is the other kind
 * of part than it should be. What is no object is sent as it is.
 */
record Sent(byte[] body, String contentType) {

  private static final String FORM = "multipart/form-data";
  private static final String BOUNDARY = "between-the-parts";
  private static final Set<String> FILES = Set.of("image", "image[]");

  static Sent of(Operation operation, String body) {
    if (!operation.contentType().equals(FORM)) {
      return new Sent(body.getBytes(StandardCharsets.UTF_8), operation.contentType());
    }
    return form(body);
  }

  static Sent form(String json) {
    String type = FORM + "; boundary=" + BOUNDARY;
    byte[] raw = json.getBytes(StandardCharsets.UTF_8);
    try {
      JsonNode read = JsonMapper.shared().readTree(json);
      return new Sent(read.isObject() ? parts(read) : raw, type);
    } catch (JacksonException noJson) {
      return new Sent(raw, type);
    }
  }

  private static byte[] parts(JsonNode object) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    object
        .properties()
        .forEach(property -> {
          JsonNode value = property.getValue();
          boolean file = FILES.contains(property.getKey()) != value.isArray();
          String head =
              "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                  .formatted(BOUNDARY, property.getKey(), file ? "; filename=\"a.png\"" : "");
          form.writeBytes(
              (head + value.asString(value.toString()) + "\r\n").getBytes(StandardCharsets.UTF_8));
        });
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }
}
