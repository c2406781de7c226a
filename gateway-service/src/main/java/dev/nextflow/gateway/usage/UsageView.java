package dev.nextflow.gateway.usage;

import dev.nextflow.jobs.DailyUsage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tokens of the days asked for.
 *
 * @param from first day, UTC
 * @param to last day, inclusive
 * @param tokens of all days
 * @param days those with any, oldest first
 */
record UsageView(String object, LocalDate from, LocalDate to, long tokens, List<Day> days) {

  /**
   * One day.
   *
   * @param tokens of all kinds
   * @param kinds tokens by kind
   */
  record Day(LocalDate day, long tokens, Map<String, Long> kinds) {}

  /** Puts the kinds of a day together. */
  static UsageView of(LocalDate from, LocalDate to, List<DailyUsage> usage) {
    Map<LocalDate, Map<String, Long>> byDay = new TreeMap<>();
    usage.forEach(used ->
        byDay
            .computeIfAbsent(used.day(), _ -> new TreeMap<>())
            .merge(used.kind(), used.tokens(), Long::sum));
    List<Day> days = new ArrayList<>();
    byDay.forEach((day, kinds) -> days.add(new Day(day, sum(kinds), kinds)));
    return new UsageView(
        "usage", from, to, days.stream().mapToLong(Day::tokens).sum(), List.copyOf(days));
  }

  private static long sum(Map<String, Long> kinds) {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }
}
