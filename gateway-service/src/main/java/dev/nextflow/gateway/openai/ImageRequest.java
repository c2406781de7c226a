package dev.nextflow.gateway.openai;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for pictures.
 *
 * @param asLinks links instead of the pictures themselves
 * @param format {@code png}, {@code jpeg} or {@code webp}
 * @param quality of JPEG and WebP, 1..100; null for the usual
 * @param partialImages most drafts to send before the picture, 0..3
 */
record ImageRequest(
    Translation translation,
    boolean asLinks,
    String format,
    @Nullable Integer quality,
    boolean stream,
    int partialImages) {

  private static final int MOST_PARTIAL_IMAGES = 3;
  private static final int LOSSLESS = 100;
  private static final int UNSET = -1;

  static ImageRequest read(byte @Nullable [] body) {
    return Parameters.read(body, ImageRequest::read);
  }

  private static ImageRequest read(Parameters parameters) {
    parameters.carry("prompt");
    ImageRequest request = shared(parameters);
    parameters.only("moderation", "auto");
    parameters.refuse("style");
    return request;
  }

  /** What edits have, too. */
  static ImageRequest shared(Parameters parameters) {
    parameters.carry("n", "seed");
    if (parameters.fields().text("model") != null) {
      parameters.carry("model");
    }
    JsonNode size = parameters.fields().any("size");
    if (size != null && !(size.isString() && size.stringValue().equals("auto"))) {
      parameters.carry("size");
    }
    parameters.label("user", "openai-user");
    parameters.only("quality", "auto", "standard");
    parameters.only("background", "auto", "opaque");
    parameters.refuse("safety_identifier");

    boolean links = parameters.word("response_format", List.of("b64_json", "url")).equals("url");
    boolean stream = parameters.flag("stream");
    int partialImages = parameters.whole("partial_images", 0, MOST_PARTIAL_IMAGES, 0);
    checkStream(parameters, links, stream, partialImages);
    String format = parameters.word("output_format", List.of("png", "jpeg", "webp"));
    Integer quality = quality(parameters, format);
    return new ImageRequest(
        parameters.translation(), links, format, quality, stream, partialImages);
  }

  private static void checkStream(
      Parameters parameters, boolean links, boolean stream, int partialImages) {
    JsonNode n = parameters.fields().any("n");
    // Events do not say whose draft they are.
    boolean several = n != null && n.isNumber() && n.doubleValue() > 1;
    parameters.rules().require(!(stream && several), "n", "must be 1 with stream");
    parameters
        .rules()
        .require(!(stream && links), "response_format", "must be b64_json with stream");
    parameters
        .rules()
        .require(stream || partialImages == 0, "partial_images", "must be 0 without stream");
  }

  private static @Nullable Integer quality(Parameters parameters, String format) {
    int quality = parameters.whole("output_compression", 1, LOSSLESS, UNSET);
    if (quality == UNSET) {
      return null;
    }
    boolean png = format.equals("png");
    parameters
        .rules()
        .require(
            !png || quality == LOSSLESS,
            "output_compression",
            "must be 100 or left out with png, which loses nothing");
    return png ? null : (Integer) quality;
  }
}
