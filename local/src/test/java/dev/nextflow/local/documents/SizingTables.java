package dev.nextflow.local.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The tables of docs/operations/kubernetes.md as figures of docs/evidence make them. */
final class SizingTables {

  private static final List<String> PROCESSES =
      List.of("gateway", "tokenizer", "generation", "understanding", "redis");

  /** Which worker does a job, and what it is to a reader; in the order of the trial. */
  private static final List<List<String>> JOBS =
      List.of(
          List.of("pictures", "generation", "four pictures"),
          List.of("story", "generation", "a story with up to two pictures"),
          List.of("text", "understanding", "a text"),
          List.of("chat", "understanding", "a chat on OpenAI's route"));

  private final Map<String, Double> figures = new HashMap<>();

  private SizingTables(List<JsonNode> evidence) {
    for (JsonNode file : evidence) {
      file.get("rows")
          .forEach(row -> figures.put(row.get("name").stringValue(), row.get("value").asDouble()));
    }
  }

  /** Markdown, to stand in the page as it is. */
  static String of(JsonNode sizing, JsonNode gatewayLoad) {
    SizingTables tables = new SizingTables(List.of(sizing, gatewayLoad));
    return String.join("\n", tables.processes())
        + "\n\n"
        + String.join("\n", tables.jobs())
        + "\n\n"
        + String.join("\n", tables.others())
        + "\n";
  }

  private List<String> processes() {
    List<String> lines = new ArrayList<>();
    lines.add("| process | memory at rest | most under load |");
    lines.add("|---|---|---|");
    for (String process : PROCESSES) {
      lines.add(
          "| %s | %s MiB | %s MiB |"
              .formatted(
                  process,
                  whole(process + ", memory at rest"),
                  whole(process + ", memory most under load")));
    }
    return lines;
  }

  private List<String> jobs() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| job | tokens | worker | gateway | tokenizer | Redis | memory of Redis | its file grows"
            + " by |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (List<String> job : JOBS) {
      String of = job.get(0) + ", ";
      String time = of + "processor time of %s for a job";
      lines.add(
          "| %s | %s | %s ms | %s ms | %s ms | %s ms | %s kB | %s kB |"
              .formatted(
                  job.get(2),
                  whole(of + "tokens of a job"),
                  whole(time.formatted(job.get(1))),
                  whole(time.formatted("gateway")),
                  whole(time.formatted("tokenizer")),
                  whole(time.formatted("redis")),
                  thousands(of + "Redis memory of a job"),
                  thousands(of + "append-only file of a job")));
    }
    return lines;
  }

  private List<String> others() {
    return List.of(
        "| what | how much |",
        "|---|---|",
        "| cache that a text's slot reserves, and fills as the text grows | %s MiB |"
            .formatted(tenths("understanding, memory reserved for a slot")),
        "| polls that one processor of a gateway answers | %s/s |".formatted(rate("polls")),
        "| requests, of which every fifth submits a job | %s/s |".formatted(rate("mixed")));
  }

  private String rate(String load) {
    double ms = figure(load + ", processor time of gateway per request held");
    return "%.0f".formatted(1000 / ms);
  }

  private String whole(String name) {
    return "%.0f".formatted(figure(name));
  }

  private String tenths(String name) {
    return String.format(Locale.ROOT, "%.1f", figure(name));
  }

  private String thousands(String name) {
    return String.format(Locale.ROOT, "%.1f", figure(name) / 1000);
  }

  private double figure(String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new AssertionError("nobody has measured: " + name);
    }
    return value;
  }
}
