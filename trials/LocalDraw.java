import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import platform.Evidence;

/**
 * How long a picture takes, as a caller sees it: one after the other, from the request to the last
 * byte of the PNG, over HTTP alone. Needs a platform that runs and is otherwise idle:
 *
 * <pre>
 * ./nextflow up
 * java trials/LocalDraw.java --pictures 30 --bare-ms 412
 * </pre>
 *
 * <p>{@code --bare-ms} is the sum of one picture's bare graph runs, as the engine's own benchmark
 * prints it on the same machine; with it, the platform's share is told too. The result is printed,
 * and written as data with {@code --out FILE}.
 */
public final class LocalDraw {

  private static final Pattern EVENTS = Pattern.compile("\"events\":\"([^\"]+)\"");
  private static final Pattern SELF = Pattern.compile("\"self\":\"([^\"]+)\"");
  private static final Pattern PICTURE = Pattern.compile("\"url\":\"([^\"]+)\"");

  /** One picture: when each part of it had arrived, in ms since the request was sent. */
  record Picture(double acceptedMs, double drawnMs, double decodedMs) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  private LocalDraw(URI url) {
    this.url = url;
  }

  public static void main(String[] args) throws Exception {
    int pictures = Integer.parseInt(option(args, "--pictures", "30"));
    int warmUp = Integer.parseInt(option(args, "--warm-up", "5"));
    double bareMs = Double.parseDouble(option(args, "--bare-ms", "0"));
    String out = option(args, "--out", "");
    LocalDraw trial = new LocalDraw(URI.create(option(args, "--url", "http://127.0.0.1:8080")));
    List<Picture> drawn = new ArrayList<>();
    for (int i = 0; i < warmUp + pictures; i++) {
      Picture picture = trial.draw(i);
      if (i >= warmUp) {
        drawn.add(picture);
      }
    }
    Evidence evidence = new Evidence("LocalDraw.java", args);
    tell(evidence, drawn, bareMs);
    if (!out.isEmpty()) {
      evidence.write(Path.of(out));
    }
  }

  private Picture draw(int seed) throws IOException, InterruptedException {
    long start = System.nanoTime();
    String body = "{\"prompt\":\"a red house under a yellow sun\",\"seed\":" + seed + "}";
    String job =
        text(
            HttpRequest.newBuilder(url.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    double acceptedMs = msSince(start);
    awaitFinished(first(EVENTS, job));
    double drawnMs = msSince(start);
    String finished = text(HttpRequest.newBuilder(url.resolve(first(SELF, job))).build());
    http.send(
        HttpRequest.newBuilder(url.resolve(first(PICTURE, finished))).build(),
        BodyHandlers.ofByteArray());
    return new Picture(acceptedMs, drawnMs, msSince(start));
  }

  private void awaitFinished(String events) throws IOException, InterruptedException {
    try (Stream<String> lines =
        http.send(HttpRequest.newBuilder(url.resolve(events)).build(), BodyHandlers.ofLines())
            .body()) {
      if (lines.noneMatch(line -> line.replace(" ", "").equals("event:finished"))) {
        throw new IOException("the events ended before the job did");
      }
    }
  }

  private String text(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static void tell(Evidence evidence, List<Picture> drawn, double bareMs) {
    int n = drawn.size();
    double[] drawnMs = drawn.stream().mapToDouble(Picture::drawnMs).sorted().toArray();
    double[] decodedMs = drawn.stream().mapToDouble(Picture::decodedMs).sorted().toArray();
    double[] acceptedMs = drawn.stream().mapToDouble(Picture::acceptedMs).sorted().toArray();
    double median = quantile(drawnMs, 0.5);
    evidence.tell("request to 202, median", quantile(acceptedMs, 0.5), "ms", n);
    evidence.tell("request to last code, median", median, "ms", n);
    evidence.tell("request to PNG, median", quantile(decodedMs, 0.5), "ms", n);
    evidence.tell("request to PNG, p90", quantile(decodedMs, 0.9), "ms", n);
    if (bareMs > 0) {
      String peer = String.format(Locale.ROOT, "bare graph runs of one picture: %.2f ms", bareMs);
      String name = "platform beside the graph runs, median";
      evidence.tell(name, median - bareMs, "ms", n, peer, median / bareMs);
    }
  }

  private static double quantile(double[] sorted, double q) {
    return sorted[(int) Math.ceil(q * sorted.length) - 1];
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
