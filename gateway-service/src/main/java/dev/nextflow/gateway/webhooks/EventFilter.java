package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.problems.Rules;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events an endpoint wants.
 *
 * @param types those it wants; empty: all there are, and those that are still to come
 */
public record EventFilter(Set<EventType> types) {

  /** Wants everything. */
  public static final EventFilter ALL = new EventFilter(Set.of());

  private static final String EVERYTHING = "*";
  private static final String RULE =
      "must be [\"*\"] or some of "
          + Arrays.stream(EventType.values())
              .map(EventType::wireName)
              .collect(Collectors.joining(", "));

  public EventFilter {
    types = Set.copyOf(types);
  }

  /** Whether the endpoint wants the event. */
  public boolean wants(EventType type) {
    return types.isEmpty() || types.contains(type);
  }

  /** Reads what {@link #wireNames} wrote, or a caller; notes a broken rule of the field. */
  static EventFilter read(List<String> names, Rules rules) {
    if (names.equals(List.of(EVERYTHING))) {
      return ALL;
    }
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    names.stream().map(EventType::of).flatMap(Optional::stream).forEach(types::add);
    // Fewer types than names: one is unknown, or stands there twice.
    rules.require(!types.isEmpty() && types.size() == names.size(), "events", RULE);
    return new EventFilter(types);
  }

  /** As stored. */
  public static EventFilter parse(String joined) {
    return read(List.of(joined.split(",")), new Rules());
  }

  /** For storing. */
  public String joined() {
    return String.join(",", wireNames());
  }

  List<String> wireNames() {
    return types.isEmpty()
        ? List.of(EVERYTHING)
        : types.stream().sorted().map(EventType::wireName).toList();
  }
}
