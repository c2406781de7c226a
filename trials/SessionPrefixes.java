import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import platform.Evidence;

/**
 * A session's next turn where the worker still holds what the turns before have read, against the
 * same turn where it reads everything again: in a branch, which has the same tokens and another
 * name. Both must come to the same tokens. Needs a platform that runs, is otherwise idle, and has
 * one worker of each kind:
 *
 * <pre>
 * ./nextflow up
 * java trials/SessionPrefixes.java --rounds 20 --out docs/evidence/session-prefixes.json
 * </pre>
 *
 * <p>A round is one session of drawings, questions and edits, each turn of it after the first of its
 * kind made in both, by turns in this order and in the other. Times are those of the job's events:
 * from the start of its work to its first token or scale, and to its end. The result is printed,
 * and written as data with {@code --out FILE}; the exit status is 1 where tokens differed.
 */
public final class SessionPrefixes {

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern EVENTS = Pattern.compile("\"events\":\"([^\"]+)\"");
  private static final Pattern TRANSCRIPT = Pattern.compile("\"transcript\":\"([^\"]+)\"");
  private static final Pattern EVENT_TIME = Pattern.compile("id: ?(\\d+)-\\d+");
  private static final Pattern EVENT_TYPE = Pattern.compile("event: ?(\\w+)");
  private static final Pattern TOKENS =
      Pattern.compile("\"(?:sha256\":\"\\w+\"|(?:prompt|unconditional|answer)_ids\":\\[[^\\]]*\\])");

  private static final List<Turn> TURNS =
      List.of(
          new Turn("drawing", "", "a red house under a yellow sun"),
          new Turn("edit", "first edit, after 1 picture", "make the house blue"),
          new Turn("edit", "second edit, after 2 pictures", "make the sun green"),
          new Turn("edit", "third edit, after 3 pictures", "make the house red"),
          new Turn("question", "", "how many?"),
          new Turn("question", "second question, after 4 pictures", "what colour?"),
          new Turn("question", "third question, after 4 pictures", "where?"),
          new Turn("edit", "edit after questions, after 4 pictures", "make the sun red"));

  /**
   * @param measured what it is called; empty where nothing can be kept for it yet
   */
  record Turn(String kind, String measured, String prompt) {

    String route() {
      return kind.equals("question") ? "/v1/understandings" : "/v1/generations";
    }

    String json(String session, int seed) {
      String limit = kind.equals("question") ? ",\"max_tokens\":8" : "";
      return "{\"session_id\":\"%s\",\"prompt\":\"%s\",\"seed\":%d%s}"
          .formatted(session, prompt, seed, limit);
    }
  }

  /** What came of a turn. */
  record Made(double firstMs, double wholeMs, String tokens) {}

  /** The same turn twice. */
  record Pair(Made kept, Made rebuilt) {

    boolean differs() {
      return !kept.tokens().equals(rebuilt.tokens());
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  private SessionPrefixes(URI url) {
    this.url = url;
  }

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(option(args, "--rounds", "20"));
    int warmUp = Integer.parseInt(option(args, "--warm-up", "2"));
    String out = option(args, "--out", "");
    SessionPrefixes trial =
        new SessionPrefixes(URI.create(option(args, "--url", "http://127.0.0.1:8080")));
    Map<String, List<Pair>> pairs = new LinkedHashMap<>();
    for (int round = 0; round < warmUp + rounds; round++) {
      Map<String, Pair> made = trial.round(round);
      if (round >= warmUp) {
        made.forEach((turn, pair) ->
            pairs.computeIfAbsent(turn, each -> new ArrayList<>()).add(pair));
      }
    }
    Evidence evidence = new Evidence("./nextflow up && ", "SessionPrefixes.java", args);
    long differed = tell(evidence, pairs);
    if (!out.isEmpty()) {
      evidence.write(Path.of(out));
    }
    System.exit(differed == 0 ? 0 : 1);
  }

  /** One session, by what is measured in it. */
  private Map<String, Pair> round(int number) throws IOException, InterruptedException {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    String session = first(ID, text(post("/v1/sessions", "{}")));
    for (int i = 0; i < TURNS.size(); i++) {
      Turn turn = TURNS.get(i);
      if (turn.measured().isEmpty()) {
        make(turn, session, number);
        continue;
      }
      String branch =
          first(
              ID,
              text(
                  post(
                      "/v1/sessions/" + session + "/branches",
                      "{\"after_turn\":%d}".formatted(i))));
      Made before = (number + i) % 2 == 0 ? make(turn, branch, number) : null;
      Made kept = make(turn, session, number);
      Made rebuilt = before == null ? make(turn, branch, number) : before;
      pairs.put(turn.measured(), new Pair(kept, rebuilt));
    }
    return pairs;
  }

  private Made make(Turn turn, String session, int seed) throws IOException, InterruptedException {
    String job = text(post(turn.route(), turn.json(session, seed)));
    long startedMs = 0;
    long firstMs = 0;
    long timeMs = 0;
    boolean finished = false;
    HttpRequest events = get(first(EVENTS, job));
    try (Stream<String> lines = http.send(events, BodyHandlers.ofLines()).body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher time = EVENT_TIME.matcher(line);
        Matcher type = EVENT_TYPE.matcher(line);
        if (time.matches()) {
          timeMs = Long.parseLong(time.group(1));
        } else if (type.matches()) {
          startedMs = type.group(1).equals("started") ? timeMs : startedMs;
          boolean made = type.group(1).equals("text") || type.group(1).equals("scale");
          firstMs = made && firstMs == 0 ? timeMs : firstMs;
          finished |= type.group(1).equals("finished");
        }
      }
    }
    if (!finished || firstMs == 0) {
      throw new IOException("the events ended before the job did: " + job);
    }
    StringBuilder tokens = new StringBuilder();
    Matcher found = TOKENS.matcher(text(get(first(TRANSCRIPT, job))));
    while (found.find()) {
      tokens.append(found.group()).append('\n');
    }
    if (tokens.isEmpty()) {
      throw new IOException("no tokens came of " + job);
    }
    return new Made(firstMs - startedMs, timeMs - startedMs, tokens.toString());
  }

  /** Returns how many turns had other tokens. */
  private static long tell(Evidence evidence, Map<String, List<Pair>> pairs) {
    pairs.forEach((turn, made) -> {
      boolean writes = turn.contains("question,");
      String first = turn + ": to the first " + (writes ? "token" : "scale");
      compare(evidence, first, made, Made::firstMs);
      compare(evidence, turn + ": to the end", made, Made::wholeMs);
    });
    List<Pair> all = pairs.values().stream().flatMap(List::stream).toList();
    long differed = all.stream().filter(Pair::differs).count();
    evidence.tell("turns whose tokens differed", differed, "turns", all.size());
    return differed;
  }

  private static void compare(
      Evidence evidence, String name, List<Pair> pairs, ToDoubleFunction<Made> part) {
    double kept = median(pairs.stream().map(Pair::kept).mapToDouble(part));
    double rebuilt = median(pairs.stream().map(Pair::rebuilt).mapToDouble(part));
    double ratio =
        median(
            pairs.stream()
                .mapToDouble(pair ->
                    // A clock of whole milliseconds.
                    part.applyAsDouble(pair.kept())
                        / Math.max(1, part.applyAsDouble(pair.rebuilt()))));
    String peer = String.format(Locale.ROOT, "read again: %.1f ms", rebuilt);
    evidence.tell(name, kept, "ms", pairs.size(), peer, ratio);
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofMinutes(2)).build();
  }

  private HttpRequest post(String path, String json) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofMinutes(2))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json))
        .build();
  }

  private String text(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : IntStream.of(middle - 1, middle).mapToDouble(i -> sorted[i]).average().orElseThrow();
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static String option(String[] args, String name, String fallback) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? fallback : args[at + 1];
  }
}
