package dev.nextflow.gateway.webhooks.redis;

import dev.nextflow.gateway.webhooks.Attempt;
import dev.nextflow.gateway.webhooks.Claim;
import dev.nextflow.gateway.webhooks.Delivery;
import dev.nextflow.gateway.webhooks.DeliveryId;
import dev.nextflow.gateway.webhooks.Endpoint;
import dev.nextflow.gateway.webhooks.EndpointChange;
import dev.nextflow.gateway.webhooks.EndpointId;
import dev.nextflow.gateway.webhooks.EventFilter;
import dev.nextflow.gateway.webhooks.Failure;
import dev.nextflow.gateway.webhooks.NewDelivery;
import dev.nextflow.gateway.webhooks.SealedSecrets;
import dev.nextflow.jobs.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Between hashes in Redis and the records: the only place that knows the field names. */
final class Fields {

  private Fields() {}

  /** Fields and values that a change writes, its URL apart. */
  static List<String> of(EndpointChange change) {
    List<String> fields = new ArrayList<>();
    if (change.events() != null) {
      fields.addAll(List.of("events", change.events().joined()));
    }
    if (change.description() != null) {
      fields.addAll(List.of("description", change.description()));
    }
    return fields;
  }

  static List<String> of(NewDelivery delivery) {
    Trace trace = delivery.trace();
    return List.of(
        "event", delivery.type().wireName(),
        "job", delivery.job(),
        "body", delivery.body(),
        "sinceMs", Long.toString(delivery.atMs()),
        "traceparent", trace == null ? "" : trace.traceparent(),
        "tracestate", trace == null || trace.tracestate() == null ? "" : trace.tracestate());
  }

  /** An attempt in one line. */
  static String of(Attempt attempt) {
    Failure failure = attempt.failure();
    return attempt.atMs()
        + " "
        + attempt.durationMs()
        + " "
        + attempt.status()
        + " "
        + (failure == null ? "-" : failure.wireName());
  }

  static Endpoint endpoint(Object flat) {
    Map<String, String> fields = map((List<?>) flat);
    String reason = fields.get("disabledReason");
    return new Endpoint(
        text(fields, "tenant"),
        new EndpointId(text(fields, "id")),
        text(fields, "url"),
        EventFilter.parse(text(fields, "events")),
        fields.getOrDefault("description", ""),
        reason == null ? null : new Endpoint.Disabled(reason, number(fields, "disabledAtMs")),
        number(fields, "createdAtMs"),
        new SealedSecrets(text(fields, "secret"), fields.get("old"), number(fields, "oldUntilMs")));
  }

  static Claim claim(Object flat) {
    List<?> values = (List<?>) flat;
    String[] name = values.get(0).toString().split(":");
    String old = values.get(7).toString();
    return new Claim(
        name[0],
        new EndpointId(name[1]),
        new DeliveryId(values.get(1).toString()),
        Long.parseLong(values.get(2).toString()),
        Integer.parseInt(values.get(3).toString()),
        values.get(4).toString(),
        values.get(5).toString(),
        new SealedSecrets(
            values.get(6).toString(),
            old.isEmpty() ? null : old,
            Long.parseLong(values.get(8).toString())),
        Long.parseLong(values.get(9).toString()),
        trace(values.get(10).toString(), values.get(11).toString()));
  }

  private static @Nullable Trace trace(String traceparent, String tracestate) {
    return traceparent.isEmpty()
        ? null
        : new Trace(traceparent, tracestate.isEmpty() ? null : tracestate);
  }

  static Delivery delivery(Object flat) {
    Map<String, String> fields = map((List<?>) flat);
    String next = fields.get("nextAtMs");
    int attempts = (int) number(fields, "attempts");
    return new Delivery(
        new DeliveryId(text(fields, "id")),
        text(fields, "event"),
        text(fields, "job"),
        text(fields, "state"),
        number(fields, "createdAtMs"),
        next == null || !text(fields, "state").equals("waiting")
            ? null
            : (Long) Long.parseLong(next),
        IntStream.rangeClosed(1, attempts)
            .mapToObj(count -> fields.get("attempt:" + count))
            .filter(line -> line != null)
            .map(Fields::attempt)
            .toList());
  }

  private static Attempt attempt(@Nullable String line) {
    String[] parts = String.valueOf(line).split(" ");
    return new Attempt(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Integer.parseInt(parts[2]),
        parts[3].equals("-") ? null : Failure.of(parts[3]));
  }

  private static Map<String, String> map(List<?> flat) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      map.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return map;
  }

  private static String text(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("a hash without " + name);
    }
    return value;
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }
}
