package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Between a job's hash in Redis and the records: the only place that knows the field names. */
final class JobFields {

  private JobFields() {}

  /** Fields and values that a new job begins with. */
  static List<String> of(NewJob job, JobId id) {
    List<String> fields = new ArrayList<>(ofAny(job, id));
    if (job.outboxNote() != null) {
      fields.addAll(List.of("outboxNote", job.outboxNote()));
    }
    return fields;
  }

  private static List<String> ofAny(NewJob job, JobId id) {
    return List.of(
        "id", id.value(),
        "tenant", job.tenant(),
        "priority", job.priority().wireName(),
        "work", job.work(),
        "view", job.view(),
        "tokensDone", "0",
        "tokensTotal", Long.toString(job.tokensTotal()),
        "retentionMs", Long.toString(job.retentionMs()));
  }

  /** A job from the fields of its hash. */
  static Job job(Map<String, String> fields) {
    return new Job(
        new JobId(text(fields, "id")),
        text(fields, "tenant"),
        JobState.ofWireName(text(fields, "state")),
        Priority.ofWireName(text(fields, "priority")),
        number(fields, "createdAtMs"),
        number(fields, "startedAtMs"),
        number(fields, "finishedAtMs"),
        number(fields, "expiresAtMs"),
        (int) number(fields, "attempt"),
        text(fields, "work"),
        text(fields, "view"),
        number(fields, "tokensDone"),
        number(fields, "tokensTotal"),
        number(fields, "cancelRequested") == 1,
        fields.get("result"),
        fields.get("problem"));
  }

  /** A lease from what {@code reserve.lua} returns after the number of expired jobs. */
  static Lease lease(List<?> values) {
    return new Lease(
        new JobId(text(values, 1)),
        text(values, 0),
        number(values, 2),
        (int) number(values, 3),
        text(values, 4),
        map(values.subList(7, values.size())),
        number(values, 5));
  }

  /** An entry of the outbox from its id and its fields. */
  static OutboxEntry outboxEntry(List<?> entry) {
    Map<String, String> fields = map((List<?>) entry.get(1));
    String name = text(fields, "job");
    int colon = name.lastIndexOf(':');
    String problem = text(fields, "problem");
    return new OutboxEntry(
        text(entry, 0),
        name.substring(0, colon),
        new JobId(name.substring(colon + 1)),
        text(fields, "state"),
        problem.isEmpty() ? null : problem,
        text(fields, "note"),
        number(fields, "createdAtMs"),
        number(fields, "atMs"),
        number(fields, "tokensDone"),
        number(fields, "tokensTotal"));
  }

  /** How long the job of a lease has waited, in milliseconds. */
  static long waitedMs(List<?> values) {
    return number(values, 6);
  }

  /** Pairs up a flat list of fields and values. */
  static Map<String, String> map(List<?> flat) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      map.put(text(flat, i), text(flat, i + 1));
    }
    return map;
  }

  static String text(List<?> values, int index) {
    return values.get(index).toString();
  }

  static long number(List<?> values, int index) {
    return Long.parseLong(text(values, index));
  }

  private static String text(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("a job without " + name);
    }
    return value;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }
}
