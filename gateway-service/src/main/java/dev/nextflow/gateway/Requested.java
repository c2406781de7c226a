package dev.nextflow.gateway;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the queue keeps of a request for the caller's eyes: the {@code view} of a job.
 *
 * @param kind of job
 * @param model its name
 * @param request everything as it was resolved, defaults and seed included, under its public names
 */
public record Requested(Kind kind, String model, JsonNode request) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Of a request that Jackson can write. */
  public static Requested of(Kind kind, String model, Object request) {
    return new Requested(kind, model, JSON.valueToTree(request));
  }

  /** Reads a job's view. */
  public static Requested parse(String view) {
    return JSON.readValue(view, Requested.class);
  }

  /** A job's view. */
  public String toJson() {
    return JSON.writeValueAsString(this);
  }

  /** Names the kind and the model; the request belongs to the tenant, not to a log. */
  @Override
  public String toString() {
    return "Requested[" + kind + ", " + model + "]";
  }
}
