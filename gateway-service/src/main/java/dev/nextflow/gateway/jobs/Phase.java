package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Kind;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker is at.
 *
 * @param name {@code thinking}, {@code drawing} or {@code answering}
 * @param scale the last one that is drawn, 0 at first; null where nothing is drawn. An answer draws
 *     from the first scale of a picture to the text behind it
 * @param scales how many there will be; null where nothing is drawn, or it is not known yet
 */
record Phase(String name, @Nullable Integer scale, @Nullable Integer scales) {

  /**
   * Of a job's last report; null unless it runs.
   *
   * @param thinks whether it begins with a thought
   */
  static @Nullable Phase of(Job job, Kind kind, boolean thinks) {
    if (job.state() != JobState.RUNNING) {
      return null;
    }
    Step step = job.step();
    boolean thinking = step == null ? thinks : step.event().equals("text");
    if (thinking && kind == Kind.GENERATION) {
      return new Phase("thinking", null, null);
    }
    if (step == null || !step.event().equals("scale")) {
      return kind == Kind.GENERATION
          ? new Phase("drawing", 0, null)
          : new Phase("answering", null, null);
    }
    JsonNode told = JsonMapper.shared().readTree(step.data());
    return new Phase("drawing", told.path("scale").asInt(0), told.path("scales").asInt(0));
  }
}
