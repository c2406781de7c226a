package dev.nextflow.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.Requested;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** Pictures as OpenAI's clients read them. */
final class ImageAnswers {

  /** There is one quality. */
  private static final String QUALITY = "auto";

  /** No picture has a transparent pixel. */
  private static final String BACKGROUND = "opaque";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long MS_PER_SECOND = 1000;

  private ImageAnswers() {}

  /** A whole answer; {@code created} in epoch seconds. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Whole(
      long created,
      String background,
      String outputFormat,
      String size,
      List<Datum> data,
      Usage usage) {}

  /** One picture: base64, or a link. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Datum(@Nullable String b64Json, @Nullable String url) {}

  /** What was counted. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Usage(long totalTokens, long inputTokens, long outputTokens, Input inputTokensDetails) {

    static Usage of(Job job) {
      JsonNode used = JSON.readTree(job.result() == null ? "{}" : job.result()).path("usage");
      long input = used.path("prompt_tokens").asLong(0);
      long output = used.path("image_tokens").asLong(0);
      long shown = shownTokens(job);
      return new Usage(input + output, input, output, new Input(input - shown, shown));
    }
  }

  /** Of the pictures that were given. */
  private static long shownTokens(Job job) {
    return JSON.readValue(job.work(), GenerationWork.class).pictures().stream()
        .mapToLong(GivenPicture::innerTokens)
        .sum();
  }

  /** Of what the input was made; the marks around a picture are text. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Input(long textTokens, long imageTokens) {}

  /** What events of a stream are called. */
  enum Events {
    GENERATION("image_generation"),
    EDIT("image_edit");

    private final String name;

    Events(String name) {
      this.name = name;
    }

    String partial() {
      return name + ".partial_image";
    }

    String completed() {
      return name + ".completed";
    }
  }

  /** A draft, in a stream. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Partial(
      String type,
      String b64Json,
      long createdAt,
      String size,
      String quality,
      String background,
      String outputFormat,
      int partialImageIndex) {}

  /** The picture, in a stream. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Completed(
      String type,
      String b64Json,
      long createdAt,
      String size,
      String quality,
      String background,
      String outputFormat,
      Usage usage) {}

  static Whole whole(Job job, ImageRequest request, List<Datum> data) {
    return new Whole(
        job.createdAtMs() / MS_PER_SECOND,
        BACKGROUND,
        request.format(),
        size(job),
        data,
        Usage.of(job));
  }

  static Partial partial(
      String type, Step.Happened step, ImageRequest request, int index, String base64) {
    return new Partial(
        type,
        base64,
        step.event().atMs() / MS_PER_SECOND,
        size(step.job()),
        QUALITY,
        BACKGROUND,
        request.format(),
        index);
  }

  static Completed completed(String type, Job job, ImageRequest request, String base64) {
    return new Completed(
        type,
        base64,
        job.finishedAtMs() / MS_PER_SECOND,
        size(job),
        QUALITY,
        BACKGROUND,
        request.format(),
        Usage.of(job));
  }

  /** How many pictures a job has. */
  static int count(Job job) {
    return Requested.parse(job.view()).request().path("n").asInt(0);
  }

  private static String size(Job job) {
    return Requested.parse(job.view()).request().path("size").asString("");
  }
}
