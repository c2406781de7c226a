package dev.nextflow.gateway;

import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A generation with the tokens that are there.
 *
 * @param drawn the scales that every picture has, of a job that runs those so far
 */
public record DrawnJob(Job job, Requested requested, GenerationWork work, DrawnScales drawn) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Reads what the queue keeps.
   *
   * @return empty where the job makes no pictures
   */
  public static Optional<DrawnJob> of(Job job, Map<String, String> checkpoint) {
    Requested requested = Requested.parse(job.view());
    if (requested.kind() != Kind.GENERATION) {
      return Optional.empty();
    }
    GenerationWork work = JSON.readValue(job.work(), GenerationWork.class);
    return Optional.of(new DrawnJob(job, requested, work, DrawnScales.of(work, checkpoint)));
  }

  /** How many scales every picture has. */
  public int scales() {
    return drawn.count();
  }

  /** The terms of the job: those that it shows, so that what is made of it can have the same. */
  public Terms terms() {
    JsonNode webhook = requested.request().path("webhook");
    return new Terms(
        seconds("deadline"),
        seconds("retention"),
        job.labels(),
        webhook.isString() ? webhook.stringValue() : null);
  }

  private @Nullable Duration seconds(String field) {
    JsonNode shown = requested.request().get(field);
    return shown == null || !shown.isNumber() ? null : Duration.ofSeconds(shown.longValue());
  }
}
