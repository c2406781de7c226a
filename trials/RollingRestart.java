import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import platform.Ask;
import platform.Ask.Made;
import platform.Balancer;
import platform.Caller;
import platform.Evidence;
import platform.Findings;
import platform.Pause;
import platform.Redis;
import platform.Service;

/**
 * Whether anybody notices that every process of the platform is restarted, one after another, under
 * load: requests that fail, jobs that are lost, doubled or end in other tokens.
 *
 * <pre>
 * ./mvnw -DskipTests package
 * java trials/RollingRestart.java --out docs/evidence/rolling-restart.json
 * </pre>
 *
 * <p>Starts a platform of its own: one Redis, which stays, and two of each service. Callers keep it
 * busy, each with one job after another of every kind. Then each process is told to stop by
 * SIGTERM, started anew once it is gone, and waited for until it is ready and gets connections.
 * Ends with 1 where anything failed, was lost or took longer than {@link #MOST_SECONDS}.
 */
public final class RollingRestart {

  /** From SIGTERM to the end of a process. */
  private static final double MOST_SECONDS = 30;

  /** Each asked for again and again, so that all jobs of one have to be the same. */
  private static final int SEEDS = 4;

  /** Undisturbed, before the first restart and after the last. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  /** The others call and are not called. */
  private static final Set<String> CALLED = Set.of("gateway", "tokenizer");

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Map<String, List<Service>> services = new LinkedHashMap<>();
  private final Map<String, Balancer> balancers = new HashMap<>();
  private final Map<String, List<Double>> secondsToEnd = new LinkedHashMap<>();
  private final Map<String, List<Double>> secondsToReady = new LinkedHashMap<>();
  private final Map<Ask.Request, List<String>> undisturbed = new HashMap<>();
  private final Queue<Made> made = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Evidence evidence;
  private final Caller caller;
  private final String size;
  private volatile boolean over;

  private RollingRestart(String[] args, Path folder) throws Exception {
    evidence = new Evidence("RollingRestart.java", args);
    Redis redis = Redis.start(folder);
    parts.add(redis);
    List<String> bundle = List.of("--nextflow.bundle=" + option(args, "--bundle", "bundles/demo"));
    List<String> queue = List.of("--spring.data.redis.url=" + redis.url());
    start(folder, "tokenizer", bundle);
    start(folder, "generation", joined(bundle, queue));
    start(folder, "understanding", joined(bundle, queue));
    List<String> limits =
        Stream.of("requests-per-minute", "tokens-per-minute")
            .map(limit -> "--nextflow.gateway.access.limits." + limit + "=999999999")
            .toList();
    List<String> gateway =
        List.of(
            "--nextflow.gateway.access.mode=open",
            // Long, so that a busy machine is not taken for a part that is away.
            "--nextflow.gateway.tokenizer-timeout=60s",
            "--spring.data.redis.timeout=60s",
            "--nextflow.jobs.answer-timeout=60s",
            "--nextflow.gateway.tokenizer-url=" + balancers.get("tokenizer").url());
    start(folder, "gateway", joined(joined(gateway, queue), limits));
    for (List<Service> pair : services.values()) {
      for (Service service : pair) {
        service.awaitReady();
        awaitConnections(service);
      }
    }
    caller = new Caller(balancers.get("gateway").url());
    size = option(args, "--size", "");
  }

  public static void main(String[] args) throws Exception {
    int callers = Integer.parseInt(option(args, "--callers", "6"));
    int rounds = Integer.parseInt(option(args, "--rounds", "1"));
    int ofEach = Integer.parseInt(option(args, "--of-each", "2"));
    String out = option(args, "--out", "");
    RollingRestart trial = new RollingRestart(args, Files.createTempDirectory("nextflow-trial-"));
    boolean well = trial.run(callers, rounds, ofEach);
    if (!out.isEmpty()) {
      trial.evidence.write(Path.of(out));
    }
    trial.caller.troubles().forEach(System.err::println);
    for (AutoCloseable part : trial.parts.reversed()) {
      part.close();
    }
    System.exit(well ? 0 : 1);
  }

  private boolean run(int callers, int rounds, int ofEach) throws Exception {
    for (Ask ask : Ask.values()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Made first = ask.whole(caller, seed, size);
        undisturbed.put(first.request(), Ask.tokens(caller, first.id()));
        made.add(first);
      }
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.execute(this::keepBusy);
      }
      try {
        restartAll(rounds, ofEach);
      } finally {
        over = true;
      }
    }
    return verdict();
  }

  private void restartAll(int rounds, int ofEach) throws Exception {
    Pause.of(QUIET);
    for (int round = 0; round < rounds; round++) {
      for (List<Service> pair : services.values()) {
        for (Service service : pair.subList(0, ofEach)) {
          restart(service);
        }
      }
    }
    Pause.of(QUIET);
  }

  /** One job after another, of every kind in turn. */
  private void keepBusy() {
    while (!over) {
      int number = next.getAndIncrement();
      Ask ask = Ask.values()[number % Ask.values().length];
      int seed = number / Ask.values().length % SEEDS;
      try {
        made.add(ask.whole(caller, seed, size));
      } catch (Caller.Failed counted) {
        // The next one may do better.
      }
    }
  }

  private void restart(Service service) throws Exception {
    String kind = service.name().split(" ")[0];
    double ended = service.stop();
    long startNanos = System.nanoTime();
    service.start();
    service.awaitReady();
    double ready = (System.nanoTime() - startNanos) / 1e9;
    awaitConnections(service);
    secondsToEnd.computeIfAbsent(kind, _ -> new ArrayList<>()).add(ended);
    secondsToReady.computeIfAbsent(kind, _ -> new ArrayList<>()).add(ready);
    System.err.printf("%s: gone after %.1f s, back after %.1f s%n", service.name(), ended, ready);
  }

  private void awaitConnections(Service service) {
    Balancer balancer = balancers.get(service.name().split(" ")[0]);
    if (balancer != null) {
      balancer.awaitReady(service);
    }
  }

  private boolean verdict() throws Exception {
    int requests = caller.requests.get();
    int failed = caller.failed.get();
    int restarts = secondsToEnd.values().stream().mapToInt(List::size).sum();
    evidence.tell("processes restarted", restarts, "restarts", restarts);
    evidence.tell("requests that failed, repeats included", failed, "requests", requests);
    int errors = caller.serverErrors.get();
    evidence.tell("answers of 500 and above before a repeat", errors, "answers", requests);
    int broken = caller.brokenConnections.get();
    evidence.tell("connections that broke before a repeat", broken, "connections", requests);
    evidence.tell("streams taken up again", caller.resumed.get(), "streams", made.size());
    Findings findings = Findings.of(caller, made, undisturbed);
    findings.tell(evidence);
    for (String kind : services.keySet()) {
      tellLongest(kind + ", longest from SIGTERM to end", secondsToEnd.get(kind));
      tellLongest(kind + ", longest from start to ready", secondsToReady.get(kind));
    }
    boolean inTime =
        secondsToEnd.values().stream().flatMap(List::stream).allMatch(s -> s <= MOST_SECONDS);
    return inTime && caller.failed.get() == 0 && findings.well();
  }

  private void tellLongest(String what, List<Double> seconds) {
    evidence.tell(what, Collections.max(seconds), "s", seconds.size());
  }

  private void start(Path folder, String kind, List<String> settings) throws IOException {
    List<Service> pair = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      List<String> jvm = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
      Service service = new Service(folder, kind, number, jvm, settings);
      service.start();
      parts.add(service);
      pair.add(service);
    }
    services.put(kind, pair);
    if (CALLED.contains(kind)) {
      Balancer balancer = new Balancer(pair);
      parts.add(balancer);
      balancers.put(kind, balancer);
    }
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static String option(String[] args, String name, String fallback) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? fallback : args[at + 1];
  }
}
