package dev.nextflow.gateway;

import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.Candidates;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Thought;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A generation with the tokens that are there.
 *
 * @param thought what was thought before; empty where the job does not think
 * @param chosen which candidate goes on; null where none is chosen, or not yet
 * @param drawn the scales that every picture has, of a job that runs those so far
 */
public record DrawnJob(
    Job job,
    Requested requested,
    GenerationWork work,
    Thought thought,
    @Nullable Integer chosen,
    DrawnScales drawn) {

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
    return Optional.of(
        new DrawnJob(
            job,
            requested,
            work,
            Thought.of(checkpoint),
            Candidates.chosen(checkpoint).orElse(null),
            DrawnScales.of(work, checkpoint)));
  }

  /** How many scales every picture has. */
  public int scales() {
    return drawn.count();
  }

  /**
   * The drawing itself: what was thought is a part of what it follows, and a picture that was
   * chosen is that of its own seed.
   */
  public GenerationWork settled() {
    GenerationWork settled = work.settled(thought);
    return chosen == null ? settled : settled.alone(chosen);
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

  /**
   * A copy of the request as the job shows it, to be changed into what is shown of other work.
   * Without its session: what is made of a turn is none. And without its candidates: what is made
   * of the chosen one knows no others.
   */
  public ObjectNode shown() {
    ObjectNode shown = shownAsIs();
    shown.remove(Sessions.FIELD);
    if (shown.remove("acceptance") != null) {
      shown.put("seed", settled().seed());
    }
    return shown;
  }

  /** The same for the job itself: it goes on as what it is. */
  public ObjectNode shownAsIs() {
    return ((ObjectNode) requested.request()).deepCopy();
  }

  /** An order for a job of its own, on the same terms. */
  public WorkOrder order(GenerationWork work, ObjectNode shown) {
    return new WorkOrder(
        job.id().queue(),
        job.priority(),
        work.mostTokens(),
        JSON.writeValueAsString(work),
        view(shown),
        terms());
  }

  /** How the job itself goes on. */
  public Continuation continuation(GenerationWork work, ObjectNode shown) {
    return new Continuation(
        job.state(),
        JSON.writeValueAsString(work),
        view(shown),
        work.imageTokens() + thought.size(), // At rest, no thought goes on.
        terms().deadline());
  }

  private String view(ObjectNode shown) {
    return new Requested(requested.kind(), requested.model(), shown).toJson();
  }

  private @Nullable Duration seconds(String field) {
    JsonNode shown = requested.request().get(field);
    return shown == null || !shown.isNumber() ? null : Duration.ofSeconds(shown.longValue());
  }
}
