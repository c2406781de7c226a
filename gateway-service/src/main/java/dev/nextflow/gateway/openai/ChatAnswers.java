package dev.nextflow.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.Requested;
import dev.nextflow.jobs.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** Answers in text as OpenAI's clients read them. */
final class ChatAnswers {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ASSISTANT = "assistant";
  private static final long MS_PER_SECOND = 1000;

  private ChatAnswers() {}

  /**
   * A whole answer.
   *
   * @param id the job's
   * @param created epoch seconds
   * @param systemFingerprint digest of the bundle: with it, the same seed gives the same answer
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Whole(
      String id,
      String object,
      long created,
      String model,
      String systemFingerprint,
      List<Choice> choices,
      Usage usage) {}

  /** The one choice. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Choice(int index, Message message, @Nullable Object logprobs, String finishReason) {}

  /** What the model says. */
  record Message(String role, String content, @Nullable String refusal) {}

  /** A piece of an answer; usage only stands in the last one, and only where it was asked for. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Chunk(
      String id,
      String object,
      long created,
      String model,
      String systemFingerprint,
      List<ChunkChoice> choices,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Usage usage) {}

  /** How the one choice goes on. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ChunkChoice(
      int index, Delta delta, @Nullable Object logprobs, @Nullable String finishReason) {}

  /** What is added to the message. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Delta(@Nullable String role, @Nullable String content) {

    /** The first one: who speaks. */
    static final Delta BEGINNING = new Delta(ASSISTANT, "");

    /** The last one, beside the reason of the end. */
    static final Delta END = new Delta(null, null);
  }

  /** What was counted. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Usage(long promptTokens, long completionTokens, long totalTokens) {}

  /** What a finished job holds. */
  record Result(JsonNode json) {

    static Result of(Job job) {
      return new Result(JSON.readTree(job.result() == null ? "{}" : job.result()));
    }

    int[] ids() {
      return json.path("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    /** {@code stop} or {@code length}: the worker has the same words. */
    String finishReason() {
      return json.path("finish_reason").asString("stop");
    }

    Usage usage() {
      long prompt = json.path("usage").path("prompt_tokens").asLong(0);
      long text = json.path("usage").path("text_tokens").asLong(0);
      return new Usage(prompt, text, prompt + text);
    }
  }

  static Whole whole(Job job, String text) {
    Result result = Result.of(job);
    return new Whole(
        job.id().value(),
        "chat.completion",
        job.createdAtMs() / MS_PER_SECOND,
        Requested.parse(job.view()).model(),
        fingerprint(job),
        List.of(new Choice(0, new Message(ASSISTANT, text, null), null, result.finishReason())),
        result.usage());
  }

  static Chunk chunk(Job job, Delta delta, @Nullable String finishReason) {
    return chunk(job, List.of(new ChunkChoice(0, delta, null, finishReason)), null);
  }

  static Chunk usageChunk(Job job) {
    return chunk(job, List.of(), Result.of(job).usage());
  }

  private static Chunk chunk(Job job, List<ChunkChoice> choices, @Nullable Usage usage) {
    return new Chunk(
        job.id().value(),
        "chat.completion.chunk",
        job.createdAtMs() / MS_PER_SECOND,
        Requested.parse(job.view()).model(),
        fingerprint(job),
        choices,
        usage);
  }

  private static String fingerprint(Job job) {
    return JSON.readTree(job.work()).path("digest").asString("");
  }
}
