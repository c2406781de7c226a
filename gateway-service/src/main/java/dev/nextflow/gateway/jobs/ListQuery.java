package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.JobFilter;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Labels;
import dev.nextflow.sequences.problems.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which of its jobs a caller wants to see.
 *
 * @param cursor where to go on, as it was written; null from the newest
 */
record ListQuery(JobFilter filter, int limit, @Nullable String cursor) {

  private static final Set<String> OFTEN = Set.of("state", "label");
  private static final Set<String> ONCE =
      Set.of("created_after", "created_before", "limit", "cursor");
  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  /**
   * Reads a query's parameters. {@code state} may come several times, and any fits; {@code label},
   * a key and a value with a colon between, may come several times, and all must fit.
   *
   * @throws ProblemException with every parameter that breaks a rule, unknown ones too
   */
  static ListQuery read(MultiValueMap<String, String> parameters) {
    Rules rules = new Rules();
    rules.requireParameters(parameters, ONCE, OFTEN);
    Set<JobState> states = states(all(parameters, "state"), rules);
    Map<String, String> labels = labels(all(parameters, "label"), rules);
    Long after = time(parameters, "created_after", rules);
    Long before = time(parameters, "created_before", rules);
    int limit = limit(parameters.getFirst("limit"), rules);
    rules.enforce();
    return new ListQuery(
        new JobFilter(states, new Labels(labels), after, before),
        limit,
        parameters.getFirst("cursor"));
  }

  private static List<String> all(MultiValueMap<String, String> parameters, String name) {
    return parameters.getOrDefault(name, List.of());
  }

  private static Set<JobState> states(List<String> written, Rules rules) {
    Set<JobState> states = new LinkedHashSet<>();
    for (String name : written) {
      Optional<JobState> state =
          Arrays.stream(JobState.values()).filter(s -> s.wireName().equals(name)).findFirst();
      state.ifPresent(states::add);
      rules.require(state.isPresent(), "state", "must be a state of a job");
    }
    return states;
  }

  private static Map<String, String> labels(List<String> written, Rules rules) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String label : written) {
      int colon = label == null ? -1 : label.indexOf(':');
      boolean good =
          colon > 0
              && Labels.isKey(label.substring(0, colon))
              && Labels.isValue(label.substring(colon + 1));
      rules.require(good, "label", "must be a key and a value with a colon between");
      if (good) {
        String key = label.substring(0, colon);
        String other = labels.put(key, label.substring(colon + 1));
        rules.require(other == null, "label", "must name every key once");
      }
    }
    rules.require(
        labels.size() <= Labels.MAX_LABELS, "label", "must be at most " + Labels.MAX_LABELS);
    return labels;
  }

  private static @Nullable Long time(
      MultiValueMap<String, String> parameters, String name, Rules rules) {
    String written = parameters.getFirst(name);
    if (written == null) {
      return null;
    }
    try {
      return Instant.parse(written).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException noTime) {
      rules.require(false, name, "must be a time such as 2026-11-24T09:30:00Z");
      return null;
    }
  }

  private static int limit(@Nullable String written, Rules rules) {
    int limit =
        written == null
            ? USUAL_LIMIT
            : written.matches("[0-9]{1,3}") ? Integer.parseInt(written) : 0;
    rules.require(limit >= 1 && limit <= MAX_LIMIT, "limit", "must be 1.." + MAX_LIMIT);
    return limit;
  }
}
