package dev.nextflow.local.client;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The body of a request, field by field; what is null is left to the platform. One thread. */
public final class JsonBody {

  private static final JsonFactory JSON = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text);

  public JsonBody() {
    json.writeStartObject();
  }

  public JsonBody with(String field, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(field, value);
    }
    return this;
  }

  public JsonBody with(String field, @Nullable Long value) {
    if (value != null) {
      json.writeNumberProperty(field, value);
    }
    return this;
  }

  public JsonBody with(String field, @Nullable Boolean value) {
    if (value != null) {
      json.writeBooleanProperty(field, value);
    }
    return this;
  }

  /** The whole; nothing can be added after it. */
  public String text() {
    json.writeEndObject();
    json.close();
    return text.toString();
  }
}
