package dev.nextflow.gateway.events;

import dev.nextflow.gateway.Requested;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the drafts of a scale are found. Only links: who follows events but does not look at the
 * drafts has none of them decoded.
 *
 * @param images how many pictures go on together; an answer has them one after the other, and its
 *     events name which
 */
record Previews(String job, int images) {

  /** As workers name it. */
  private static final String SCALE = "scale";

  private static final JsonMapper JSON = JsonMapper.shared();

  static Previews of(Job job) {
    return new Previews(job.id().value(), Requested.parse(job.view()).request().path("n").asInt(0));
  }

  /** The event's data; of a scale with a link to its draft of each picture. */
  String linkedFrom(JobEvent event) {
    if (!event.type().equals(SCALE) || !(JSON.readTree(event.data()) instanceof ObjectNode data)) {
      return event.data();
    }
    int scale = data.path("scale").asInt();
    ArrayNode links = data.putArray("previews");
    JsonNode one = data.get("image");
    IntStream drawn = one == null ? IntStream.range(0, images) : IntStream.of(one.asInt());
    drawn.forEach(image -> links.add("/v1/jobs/" + job + "/images/" + image + "?scale=" + scale));
    return JSON.writeValueAsString(data);
  }
}
