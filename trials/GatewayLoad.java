import java.io.BufferedReader;
import java.io.File;
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
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import platform.Evidence;

/**
 * What the gateway costs where drawing costs nothing: submits, polls and both mixed, at rates that
 * rise until the gateway no longer holds them; and a job's whole way.
 *
 * <pre>
 * ./mvnw -DskipTests package
 * java trials/GatewayLoad.java --out docs/evidence/gateway-load.json
 * </pre>
 *
 * <p>Starts a platform of its own, each service as operators run it, with workers whose engine
 * takes no time; all of it, and this, share the machine. The load is open: each request is due at a
 * time of its own, however late the answers before it are, and its latency counts from then. A rate
 * is held while every request of it is answered well and its p99 is below {@link #MOST_P99_MS}.
 */
public final class GatewayLoad {

  private static final double MOST_P99_MS = 50;

  /** A step ends early once its requests are sent so late. */
  private static final double MOST_LATE_MS = 1000;

  /** Requests under way at once; one that is due beyond them waits, and its latency counts on. */
  private static final int CONNECTIONS = 128;

  /** Of the mixed stream, one request in so many is a submit, the others poll the newest job. */
  private static final int POLLS_PER_SUBMIT = 4;

  private static final double WAITS_PER_SECOND = 10;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]+)\"");
  private static final Pattern KEY = Pattern.compile("\"key\":\"(nfk_[^\"]+)\"");
  private static final String PICTURE =
      "{\"prompt\":\"a red house under a yellow sun\",\"seed\":7}";

  /** What is sent. */
  enum Load {
    SUBMITS,
    POLLS,
    MIXED,
    WAITS;

    /** What the request of this number is. */
    Load at(int number) {
      return this != MIXED ? this : number % (POLLS_PER_SUBMIT + 1) == 0 ? SUBMITS : POLLS;
    }
  }

  /** One rate for some seconds; latencies of the right answers in ms, ascending. */
  record Step(double rate, int due, double[] latenciesMs, double answeredPerSecond) {
    boolean held() {
      return latenciesMs.length == due
          && answeredPerSecond > 0.95 * rate
          && quantile(0.99) < MOST_P99_MS;
    }

    double quantile(double q) {
      return latenciesMs[(int) Math.ceil(q * latenciesMs.length) - 1];
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
  private final Evidence evidence;
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final URI url;
  private volatile String key = UUID.randomUUID().toString();
  private volatile String newestJob = "";

  private GatewayLoad(String[] args) throws Exception {
    evidence = new Evidence("GatewayLoad.java", args);
    String bundle = option(args, "--bundle", "bundles/demo");
    String workers = option(args, "--workers", "4");
    url = platform(bundle, workers);
    // A key and limits as in operation, checked and counted, but never reached: 10^9 would not be.
    String limits =
        "\"requests_per_minute\":%1$d,\"tokens_per_minute\":%1$d,\"jobs_in_flight\":%1$d"
            .formatted(999_999_999);
    post("/v1/admin/tenants", "{\"name\":\"load\"," + limits + "}");
    key = first(KEY, post("/v1/admin/keys", "{\"tenant\":\"load\",\"name\":\"load\"}"));
    newestJob = first(ID, post("/v1/generations", PICTURE));
  }

  public static void main(String[] args) throws Exception {
    double seconds = Double.parseDouble(option(args, "--seconds", "4"));
    double warmUpSeconds = Double.parseDouble(option(args, "--warm-up", "15"));
    String rates = option(args, "--rates", "50,100,200,300,400,600,800,1200,1600,2400,3200");
    double[] rising = Arrays.stream(rates.split(",")).mapToDouble(Double::parseDouble).toArray();
    String out = option(args, "--out", "");
    GatewayLoad trial = new GatewayLoad(args);
    trial.step(Load.MIXED, rising[0], warmUpSeconds / 2);
    trial.step(Load.SUBMITS, rising[0], warmUpSeconds / 2);
    trial.tell("whole way", trial.step(Load.WAITS, WAITS_PER_SECOND, 4 * seconds));
    for (Load load : List.of(Load.SUBMITS, Load.POLLS, Load.MIXED)) {
      trial.climb(load, rising, seconds);
    }
    trial.evidence.tell("errors", trial.errors.size(), "answers", trial.sent.get());
    trial.errors.stream().distinct().limit(10).forEach(System.err::println);
    if (!out.isEmpty()) {
      trial.evidence.write(Path.of(out));
    }
    System.exit(trial.errors.isEmpty() ? 0 : 1);
  }

  private void climb(Load load, double[] rising, double seconds) throws Exception {
    String what = load.name().toLowerCase(Locale.ROOT);
    Map<String, Double> cpuMs = new LinkedHashMap<>();
    double highest = 0;
    int answers = 0;
    for (double rate : rising) {
      Map<String, Double> before = cpuMs();
      Step step = step(load, rate, seconds);
      tell(what, step);
      if (!step.held()) {
        break;
      }
      highest = rate;
      answers += step.due();
      cpuMs().forEach((process, ms) -> cpuMs.merge(process, ms - before.get(process), Double::sum));
    }
    String bound =
        String.format(Locale.ROOT, "%s, highest rate with p99 < %.0f ms", what, MOST_P99_MS);
    evidence.tell(bound, highest, "requests/s", answers);
    for (Map.Entry<String, Double> process : cpuMs.entrySet()) {
      String name = what + ", processor time of " + process.getKey() + " per request held";
      evidence.tell(name, process.getValue() / answers, "ms", answers);
    }
  }

  /** Returns when every job is drawn, too, so that a step owes the next nothing. */
  private Step step(Load load, double rate, double seconds) throws Exception {
    int due = (int) Math.ceil(rate * seconds);
    AtomicInteger next = new AtomicInteger();
    Queue<Double> latenciesMs = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        callers.execute(() -> {
          for (int n = next.getAndIncrement(); n < due; n = next.getAndIncrement()) {
            long dueNanos = start + (long) (n * 1e9 / rate);
            pause(dueNanos - System.nanoTime());
            if (msSince(dueNanos) > MOST_LATE_MS) {
              return;
            }
            if (answeredWell(load.at(n))) {
              latenciesMs.add(msSince(dueNanos));
            }
          }
        });
      }
    }
    double answeredPerSecond = latenciesMs.size() / Math.max(seconds, msSince(start) / 1000);
    awaitDrawn();
    double[] sorted = latenciesMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Step(rate, due, sorted, answeredPerSecond);
  }

  private boolean answeredWell(Load load) {
    sent.incrementAndGet();
    try {
      HttpRequest.Builder request =
          load == Load.POLLS ? request("/v1/jobs/" + newestJob) : submit(load == Load.WAITS);
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != (load == Load.SUBMITS ? 202 : 200)) {
        errors.add(answer.statusCode() + " " + answer.body());
        return false;
      }
      if (load == Load.SUBMITS) {
        newestJob = first(ID, answer.body());
      }
      return true;
    } catch (IOException | InterruptedException broken) {
      errors.add(broken.toString());
      return false;
    }
  }

  private HttpRequest.Builder submit(boolean waiting) {
    HttpRequest.Builder request =
        request("/v1/generations")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(PICTURE));
    return waiting ? request.header("Prefer", "wait=30") : request;
  }

  /** Jobs of one tenant are drawn in turn: with the newest, about all are. */
  private void awaitDrawn() throws Exception {
    HttpRequest newest = request("/v1/jobs/" + newestJob).build();
    String state = "queued";
    while (List.of("queued", "running").contains(state)) {
      pause(Duration.ofMillis(50).toNanos());
      state = first(STATE, http.send(newest, BodyHandlers.ofString()).body());
    }
    if (!state.equals("succeeded")) {
      errors.add("a job has " + state);
    }
  }

  private String post(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  /** Starts it, to end with its standard input: with this process. Returns the gateway's url. */
  private URI platform(String bundle, String workers) throws IOException {
    String classPath =
        Stream.of(
                "local/target/nextflow.jar", "local/target/test-classes", "testing/target/classes")
            .map(each -> Path.of(each).toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.addAll(List.of("dev.nextflow.local.trials.StubPlatform", ".", bundle, workers, key));
    Process platform =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = platform.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      String[] words = line.split(" ");
      if (line.startsWith("process ")) {
        processes.put(words[1], ProcessHandle.of(Long.parseLong(words[2])).orElseThrow());
      } else if (line.startsWith("ready ")) {
        processes.put("this trial", ProcessHandle.current());
        Thread.ofVirtual().start(() -> output.lines().forEach(System.err::println));
        return URI.create(words[1]);
      }
    }
    throw new IOException("the platform does not start; is it built?");
  }

  private Map<String, Double> cpuMs() {
    Map<String, Double> all = new LinkedHashMap<>();
    processes.forEach((name, process) ->
        all.put(name, process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6));
    return all;
  }

  private void tell(String what, Step step) {
    String name = String.format(Locale.ROOT, "%s at %.0f/s, ", what, step.rate());
    int n = step.latenciesMs().length;
    if (n > 0) {
      evidence.tell(name + "p50", step.quantile(0.5), "ms", n);
      evidence.tell(name + "p99", step.quantile(0.99), "ms", n);
    }
    evidence.tell(name + "answered", step.answeredPerSecond(), "requests/s", n);
  }

  private static void pause(long nanos) {
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
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
