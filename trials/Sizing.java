import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import platform.Ask;
import platform.Caller;
import platform.Evidence;
import platform.Pause;
import platform.Redis;
import platform.Running;
import platform.Service;

/**
 * What the platform takes: memory of each process at rest and under load, processor time and bytes
 * in Redis of each kind of job, and the cache that a text's slot reserves.
 *
 * <pre>
 * ./mvnw -DskipTests package
 * java trials/Sizing.java --out docs/evidence/sizing.json
 * </pre>
 *
 * <p>Starts a platform of its own, one of each service, with the heaps that a JVM takes in pods of
 * the chart: a quarter of their memory. Linux only.
 */
public final class Sizing {

  private static final double MIB = 1 << 20;

  /** Jobs of a kind before any is measured, so that the JVMs have compiled what they run. */
  private static final int WARM_UP = 16;

  /** For what a start leaves behind to be collected. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final int FEW_SLOTS = 1;
  private static final int MANY_SLOTS = 65;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();
  private final Map<String, Running> processes = new LinkedHashMap<>();
  private final Evidence evidence;
  private final Path folder;
  private final List<String> bundle;
  private final Redis redis;
  private final Caller caller;

  private Sizing(String[] args) throws Exception {
    evidence = new Evidence("Sizing.java", args);
    folder = Files.createTempDirectory("nextflow-trial-");
    bundle = List.of("--nextflow.bundle=" + option(args, "--bundle", "bundles/demo"));
    redis = Redis.start(folder);
    parts.add(redis);
    List<String> queue = List.of("--spring.data.redis.url=" + redis.url());
    Service tokenizer = started("tokenizer", 1, "512m", bundle);
    started("generation", 1, "1g", joined(bundle, queue));
    started("understanding", 1, "1g", joined(bundle, queue));
    List<String> settings =
        List.of(
            "--nextflow.gateway.access.mode=open",
            "--nextflow.gateway.access.limits.requests-per-minute=999999999",
            "--nextflow.gateway.access.limits.tokens-per-minute=999999999",
            "--nextflow.gateway.tokenizer-url=http://127.0.0.1:" + tokenizer.port());
    Service gateway = started("gateway", 1, "192m", joined(settings, queue));
    services.forEach(Service::awaitReady);
    processes.put("redis", redis.process());
    caller = new Caller("http://127.0.0.1:" + gateway.port());
  }

  public static void main(String[] args) throws Exception {
    int jobs = Integer.parseInt(option(args, "--jobs", "64"));
    int callers = Integer.parseInt(option(args, "--callers", "16"));
    String out = option(args, "--out", "");
    Sizing trial = new Sizing(args);
    Pause.of(REST);
    trial.tellMemory("at rest", "VmRSS");
    for (Ask ask : Ask.values()) {
      trial.measure(ask, Math.min(jobs, WARM_UP), callers);
      trial.tell(ask, trial.measure(ask, jobs, callers));
    }
    trial.tellMemory("most under load", "VmHWM");
    trial.tellSlot();
    if (!out.isEmpty()) {
      trial.evidence.write(Path.of(out));
    }
    for (AutoCloseable part : trial.parts.reversed()) {
      part.close();
    }
    System.exit(trial.caller.failed.get() == 0 ? 0 : 1);
  }

  /** What some jobs of a kind took, all together. */
  private record Taken(
      int jobs, long tokens, long redisBytes, long fileBytes, Map<String, Double> seconds) {}

  private Taken measure(Ask ask, int jobs, int callers) throws Exception {
    long redisBefore = redis.datasetBytes();
    long fileBefore = redis.fileBytes();
    Map<String, Double> secondsBefore = processorSeconds();
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.execute(() -> {
          for (int seed = next.getAndIncrement(); seed < jobs; seed = next.getAndIncrement()) {
            try {
              ids.add(ask.whole(caller, seed, "").id());
            } catch (Caller.Failed counted) {
              // The trial ends with 1.
            }
          }
        });
      }
    }
    Map<String, Double> seconds = processorSeconds();
    seconds.replaceAll((process, all) -> all - secondsBefore.get(process));
    long redisBytes = redis.datasetBytes() - redisBefore;
    long fileBytes = redis.fileBytes() - fileBefore;
    long tokens = 0;
    for (String id : ids) {
      tokens += Ask.tokensUsed(caller, id);
    }
    return new Taken(ids.size(), tokens, redisBytes, fileBytes, seconds);
  }

  private void tell(Ask ask, Taken taken) {
    int n = taken.jobs();
    String of = ask.name().toLowerCase(Locale.ROOT) + ", ";
    evidence.tell(of + "tokens of a job", (double) taken.tokens() / n, "tokens", n);
    evidence.tell(of + "Redis memory of a job", (double) taken.redisBytes() / n, "bytes", n);
    evidence.tell(of + "append-only file of a job", (double) taken.fileBytes() / n, "bytes", n);
    taken
        .seconds()
        .forEach((process, seconds) ->
            evidence.tell(
                of + "processor time of " + process + " for a job", 1000 * seconds / n, "ms", n));
  }

  private void tellMemory(String when, String field) throws IOException {
    for (Map.Entry<String, Running> process : processes.entrySet()) {
      double mib = process.getValue().bytes(field) / MIB;
      evidence.tell(process.getKey() + ", memory " + when, mib, "MiB", 1);
    }
  }

  /** Reserved, and used as texts grow: hence what the process has reserved, not what it holds. */
  private void tellSlot() throws Exception {
    try (Service few = worker(2, FEW_SLOTS);
        Service many = worker(3, MANY_SLOTS)) {
      few.awaitReady();
      many.awaitReady();
      long difference = many.process().bytes("VmSize") - few.process().bytes("VmSize");
      int slots = MANY_SLOTS - FEW_SLOTS;
      evidence.tell(
          "understanding, memory reserved for a slot", difference / MIB / slots, "MiB", slots);
    }
  }

  private Service worker(int number, int slots) throws IOException {
    List<String> settings =
        List.of(
            "--spring.data.redis.url=" + redis.url(), "--nextflow.understanding.slots=" + slots);
    Service worker =
        new Service(folder, "understanding", number, heap("1g"), joined(bundle, settings));
    worker.start();
    return worker;
  }

  private Map<String, Double> processorSeconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    processes.forEach((name, process) -> seconds.put(name, process.processorSeconds()));
    return seconds;
  }

  private Service started(String kind, int number, String heap, List<String> settings)
      throws IOException {
    Service service = new Service(folder, kind, number, heap(heap), settings);
    parts.add(service);
    service.start();
    services.add(service);
    processes.put(kind, service.process());
    return service;
  }

  private static List<String> heap(String most) {
    return List.of("-Xmx" + most);
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static String option(String[] args, String name, String fallback) {
    int at = Arrays.asList(args).indexOf(name);
    return at < 0 ? fallback : args[at + 1];
  }
}
