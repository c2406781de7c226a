package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Labels;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Pace;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Step;
import dev.nextflow.jobs.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between a job's hash in Redis and the records: the only place that knows the field names. */
final class JobFields {

  private static final String LABEL = "label:";

  /** Of a record that has none, it is 1. */
  private static final String VERSION = "recordVersion";

  /** Where the checkpoint begins in what {@code reserve.lua} returns of a lease. */
  private static final int CHECKPOINT_FROM = 11;

  private JobFields() {}

  /** Fields and values that a new job begins with. */
  static List<String> of(NewJob job, JobId id, int version) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                VERSION,
                Integer.toString(version),
                "id",
                id.value(),
                "tenant",
                job.tenant(),
                "kind",
                job.kind(),
                "priority",
                job.priority().wireName(),
                "work",
                job.work(),
                "view",
                job.view(),
                "tokensDone",
                "0",
                "tokensTotal",
                Long.toString(job.tokensTotal()),
                "retentionMs",
                Long.toString(job.retentionMs())));
    job.labels().values().forEach((key, value) -> fields.addAll(List.of(LABEL + key, value)));
    if (job.outboxNote() != null) {
      fields.addAll(List.of("outboxNote", job.outboxNote()));
    }
    if (job.affinity() != null) {
      fields.addAll(List.of("affinity", job.affinity()));
    }
    return fields;
  }

  /** Fields and values that a job goes on with. */
  static List<String> of(Resume resume, int version) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                VERSION,
                Integer.toString(version),
                "work",
                resume.work(),
                "tokensTotal",
                Long.toString(resume.tokensTotal())));
    if (resume.view() != null) {
      fields.addAll(List.of("view", resume.view()));
    }
    return fields;
  }

  /** Fields and values of the place that a job was asked for at; none where nobody traces it. */
  static List<String> of(@Nullable Trace trace) {
    return trace == null
        ? List.of()
        : List.of("traceparent", trace.traceparent(), "tracestate", orEmpty(trace.tracestate()));
  }

  /** A job from the fields of its hash. */
  static Job job(Map<String, String> fields) {
    return new Job(
        new JobId(text(fields, "id")),
        text(fields, "tenant"),
        JobState.ofWireName(text(fields, "state")),
        fields.getOrDefault("kind", NewJob.OTHER_KIND),
        Priority.ofWireName(text(fields, "priority")),
        number(fields, "createdAtMs"),
        number(fields, "startedAtMs"),
        number(fields, "finishedAtMs"),
        number(fields, "expiresAtMs"),
        (int) number(fields, "attempt"),
        text(fields, "work"),
        text(fields, "view"),
        labels(fields),
        number(fields, "tokensDone"),
        number(fields, "tokensTotal"),
        number(fields, "tokensSettled"),
        step(fields),
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
        text(values, 7).isEmpty() ? null : text(values, 7),
        map(values.subList(CHECKPOINT_FROM, values.size())),
        number(values, 5),
        trace(text(values, 8), text(values, 9)),
        trace(text(values, 10), ""));
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
        number(fields, "tokensTotal"),
        trace(fields.getOrDefault("traceparent", ""), fields.getOrDefault("tracestate", "")));
  }

  /** How long the job of a lease has waited, in milliseconds. */
  static long waitedMs(List<?> values) {
    return number(values, 6);
  }

  /** A job from what a script returns after its code. */
  static Job jobAfterCode(List<?> values) {
    return job(map(values.subList(1, values.size())));
  }

  /**
   * A field of the job's hash from what a script returns after its code; empty where it has none.
   */
  static Optional<String> fieldAfterCode(List<?> values, String field) {
    return Optional.ofNullable(map(values.subList(1, values.size())).get(field));
  }

  /** How fast a queue goes, from what {@code pace.lua} returns. */
  static Pace pace(List<?> values) {
    return new Pace(
        number(values, 0),
        number(values, 1),
        number(values, 2),
        decimal(values, 3),
        decimal(values, 4));
  }

  /** The constant of a script's word: its name, in the script's spelling. */
  static <E extends Enum<E>> E word(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
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

  private static double decimal(List<?> values, int index) {
    String text = text(values, index);
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }

  private static Labels labels(Map<String, String> fields) {
    Map<String, String> labels = new HashMap<>();
    fields.forEach((field, value) -> {
      if (field.startsWith(LABEL)) {
        labels.put(field.substring(LABEL.length()), value);
      }
    });
    return new Labels(labels);
  }

  private static @Nullable Trace trace(String traceparent, String tracestate) {
    return traceparent.isEmpty()
        ? null
        : new Trace(traceparent, tracestate.isEmpty() ? null : tracestate);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable Step step(Map<String, String> fields) {
    String event = fields.get("stepEvent");
    return event == null ? null : new Step(event, text(fields, "stepData"));
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
