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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import platform.Evidence;

/**
 * Many chats at once against the same one at a time, as callers see them: streams over HTTP alone,
 * some about a picture. Every stream must say what it says alone. Needs a platform that runs, is
 * otherwise idle, and has a slot for each stream:
 *
 * <pre>
 * NEXTFLOW_UNDERSTANDING_SLOTS=32 ./nextflow up
 * java trials/ChatStreams.java --streams 32 --out docs/evidence/chat-streams.json
 * </pre>
 *
 * <p>A round is all of them one at a time and then all at once, so both see the same machine. Tokens
 * are those that the platform counts; from the first request to the end of the last stream counts as
 * time, reading of prompts and pictures included. The result is printed, and written as data with
 * {@code --out FILE}; the exit status is 1 where a text differed.
 */
public final class ChatStreams {

  private static final Pattern CONTENT =
      Pattern.compile("\"content\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TOKENS = Pattern.compile("\"completion_tokens\":(\\d+)");
  private static final Pattern EVENTS = Pattern.compile("\"events\":\"([^\"]+)\"");
  private static final Pattern SELF = Pattern.compile("\"self\":\"([^\"]+)\"");
  private static final Pattern PICTURE = Pattern.compile("\"url\":\"([^\"]+)\"");

  /** One answer: its text as JSON has it, its tokens, and when the first of it had come. */
  record Said(String text, int tokens, double firstMs) {}

  /** All answers of half a round, in the order of their numbers. */
  record Pass(List<Said> said, double seconds) {

    int tokens() {
      return said.stream().mapToInt(Said::tokens).sum();
    }

    double tokensPerSecond() {
      return tokens() / seconds;
    }

    List<String> texts() {
      return said.stream().map(Said::text).toList();
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final URI url;
  private final List<String> requests;

  private ChatStreams(URI url, int streams, int shown, int tokens) throws Exception {
    this.url = url;
    String picture = shown == 0 ? "" : picture();
    this.requests =
        IntStream.range(0, streams)
            .mapToObj(i -> {
              boolean shows = i * shown / streams != (i + 1) * shown / streams; // Evenly spread.
              return request(i, shows ? picture : "", tokens);
            })
            .toList();
  }

  public static void main(String[] args) throws Exception {
    int streams = Integer.parseInt(option(args, "--streams", "32"));
    int shown = Integer.parseInt(option(args, "--pictures", "8"));
    int tokens = Integer.parseInt(option(args, "--tokens", "64"));
    int rounds = Integer.parseInt(option(args, "--rounds", "5"));
    int warmUp = Integer.parseInt(option(args, "--warm-up", "1"));
    String out = option(args, "--out", "");
    URI url = URI.create(option(args, "--url", "http://127.0.0.1:8080"));
    ChatStreams trial = new ChatStreams(url, streams, shown, tokens);
    List<Pass> alone = new ArrayList<>();
    List<Pass> together = new ArrayList<>();
    for (int round = 0; round < warmUp + rounds; round++) {
      Pass one = trial.oneAtATime();
      Pass all = trial.atOnce();
      if (round >= warmUp) {
        alone.add(one);
        together.add(all);
      }
    }
    long differed = differed(alone, together);
    Evidence evidence =
        new Evidence(
            "NEXTFLOW_UNDERSTANDING_SLOTS=32 ./nextflow up && ", "ChatStreams.java", args);
    tell(evidence, shown, alone, together, differed);
    if (!out.isEmpty()) {
      evidence.write(Path.of(out));
    }
    System.exit(differed == 0 ? 0 : 1);
  }

  private Pass oneAtATime() throws Exception {
    long start = System.nanoTime();
    List<Said> said = new ArrayList<>();
    for (String request : requests) {
      said.add(stream(request));
    }
    return new Pass(said, msSince(start) / 1000);
  }

  private Pass atOnce() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      List<Said> said = new ArrayList<>();
      for (Future<Said> one :
          callers.invokeAll(
              requests.stream().<Callable<Said>>map(request -> () -> stream(request)).toList())) {
        said.add(one.get());
      }
      return new Pass(said, msSince(start) / 1000);
    }
  }

  private Said stream(String body) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<Stream<String>> answer =
        http.send(post("/v1/chat/completions", body), BodyHandlers.ofLines());
    StringBuilder text = new StringBuilder();
    double[] firstMs = {0};
    int[] tokens = {0};
    List<String> rest = new ArrayList<>();
    try (Stream<String> lines = answer.body()) {
      lines.forEach(line -> {
        rest.add(line);
        Matcher content = CONTENT.matcher(line);
        if (content.find() && !content.group(1).isEmpty()) {
          firstMs[0] = firstMs[0] == 0 ? msSince(start) : firstMs[0];
          text.append(content.group(1));
        }
        Matcher counted = TOKENS.matcher(line);
        tokens[0] = counted.find() ? Integer.parseInt(counted.group(1)) : tokens[0];
      });
    }
    if (answer.statusCode() != 200 || rest.stream().noneMatch(line -> line.contains("[DONE]"))) {
      throw new IOException(answer.statusCode() + " " + String.join("\n", rest));
    }
    return new Said(text.toString(), tokens[0], firstMs[0]);
  }

  private static String request(int number, String picture, int tokens) {
    String image =
        picture.isEmpty()
            ? ""
            : "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}},"
                .formatted(picture);
    return """
    {"stream":true,"stream_options":{"include_usage":true},"max_tokens":%d,"temperature":1.5,"seed":%d,
     "messages":[{"role":"user","content":[%s{"type":"text","text":"what is beside house %d?"}]}]}
    """
        .formatted(tokens, number, image, number);
  }

  /** One picture, drawn by the platform, as a PNG in base64. */
  private String picture() throws IOException, InterruptedException {
    String job =
        text(post("/v1/generations", "{\"prompt\":\"a red house under a yellow sun\",\"seed\":7}"));
    try (Stream<String> lines = http.send(get(first(EVENTS, job)), BodyHandlers.ofLines()).body()) {
      if (lines.noneMatch(line -> line.replace(" ", "").equals("event:finished"))) {
        throw new IOException("the events ended before the job did");
      }
    }
    HttpRequest drawn = get(first(PICTURE, text(get(first(SELF, job)))));
    return Base64.getEncoder().encodeToString(http.send(drawn, BodyHandlers.ofByteArray()).body());
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).build();
  }

  private HttpRequest post(String path, String json) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofMinutes(10))
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

  /** Texts that were not those of the first pass, in all later ones together. */
  private static long differed(List<Pass> alone, List<Pass> together) {
    List<String> first = alone.getFirst().texts();
    return Stream.concat(alone.stream(), together.stream())
        .mapToLong(pass ->
            IntStream.range(0, first.size())
                .filter(i -> !pass.texts().get(i).equals(first.get(i)))
                .count())
        .sum();
  }

  private static void tell(
      Evidence evidence, int shown, List<Pass> alone, List<Pass> together, long differed) {
    int rounds = alone.size();
    int streams = alone.getFirst().said().size();
    double one = median(alone.stream().mapToDouble(Pass::tokensPerSecond));
    double all = median(together.stream().mapToDouble(Pass::tokensPerSecond));
    double ratio =
        median(
            IntStream.range(0, rounds)
                .mapToDouble(i ->
                    together.get(i).tokensPerSecond() / alone.get(i).tokensPerSecond()));
    String peer = String.format(Locale.ROOT, "the same one at a time: %.1f tokens/s", one);
    String name = "%d streams at once, %d of them about a picture".formatted(streams, shown);
    evidence.tell(name, all, "tokens/s", rounds, peer, ratio);
    double firstOfOne = median(firstMs(alone));
    double firstOfAll = median(firstMs(together));
    String firstPeer = String.format(Locale.ROOT, "one at a time: %.1f ms", firstOfOne);
    evidence.tell(
        "request to the first text, median",
        firstOfAll,
        "ms",
        rounds * streams,
        firstPeer,
        firstOfAll / firstOfOne);
    evidence.tell("tokens of one round", alone.getFirst().tokens(), "tokens", streams);
    evidence.tell("texts that differed", differed, "answers", 2 * rounds * streams);
  }

  private static DoubleStream firstMs(List<Pass> passes) {
    return passes.stream().flatMap(pass -> pass.said().stream()).mapToDouble(Said::firstMs);
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double msSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
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
