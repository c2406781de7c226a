package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where a picture that is to be read comes from. */
sealed interface PictureSource {

  /** The source as a job shows it, as a part of a message. */
  ObjectNode shown();

  /**
   * A file that came with the request.
   *
   * @param mediaType what the caller says that it is
   */
  record Sent(byte[] file, String mediaType) implements PictureSource {

    @Override
    public ObjectNode shown() {
      return image().put("media_type", mediaType).put("bytes", file.length);
    }

    @Override
    public String toString() {
      return "Sent[" + mediaType + ", " + file.length + " bytes]";
    }
  }

  /**
   * A picture that a job has drawn: its codes are there already.
   *
   * @param index 0-based, as wide as callers can write it
   */
  record Drawn(String job, long index) implements PictureSource {

    @Override
    public ObjectNode shown() {
      return image().put("job", job).put("index", index);
    }
  }

  /** A picture elsewhere, which is fetched when the job is submitted, and not again. */
  record Elsewhere(String url) implements PictureSource {

    @Override
    public ObjectNode shown() {
      return image().put("url", url);
    }

    @Override
    public String toString() {
      return "Elsewhere[" + url.length() + " characters]";
    }
  }

  /** What a file is whose type nobody said: its bytes tell. */
  String ANY_BYTES = "application/octet-stream";

  /** What a picture that came with a request may be. */
  Set<String> MEDIA_TYPES = Set.of("image/png", "image/jpeg", "image/webp");

  /** The source among the fields of a part. */
  static PictureSource from(RequestFields fields) {
    JsonNode bytes = fields.any("data");
    // Within the gateway a file need not be text; no JSON can say this.
    if (bytes instanceof BinaryNode file) {
      String said = fields.text("media_type");
      boolean known = said != null && MEDIA_TYPES.contains(said);
      return new Sent(file.binaryValue(), known ? said : ANY_BYTES);
    }
    String data = fields.text("data");
    String mediaType = fields.text("media_type");
    String job = fields.text("job");
    Long index = fields.whole("index");
    String url = fields.text("url");
    Rules rules = new Rules();
    rules.require(
        Stream.of(data, job, url).filter(Objects::nonNull).count() == 1,
        "data",
        "must be given, or job or url in its place, and only one of them");
    rules.require(
        data == null || mediaType != null && MEDIA_TYPES.contains(mediaType),
        "media_type",
        "must be image/png, image/jpeg or image/webp");
    rules.require(
        data != null || mediaType == null, "media_type", "must be left out where there is no data");
    rules.require(job != null || index == null, "index", "must be left out where there is no job");
    byte[] file = data == null ? null : decoded(data);
    rules.require(data == null || file != null, "data", "must be base64");
    rules.enforce();
    if (url != null) {
      return new Elsewhere(url);
    }
    return file != null && mediaType != null
        ? new Sent(file, mediaType)
        : new Drawn(String.valueOf(job), Blanks.fill(index, 0L));
  }

  private static ObjectNode image() {
    return JsonNodeFactory.instance.objectNode().put("type", "image");
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == 0 ? null : bytes;
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }
}
