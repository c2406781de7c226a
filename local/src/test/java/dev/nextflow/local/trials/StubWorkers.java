package dev.nextflow.local.trials;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.generation.drawing.GenerationResult;
import dev.nextflow.generation.drawing.ScaleEvent;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.redis.RedisJobQueue;
import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import io.micrometer.core.instrument.Metrics;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that stands behind the gateway in {@code trials/GatewayLoad.java}. Its duties:
 *
 * <ol>
 *   <li>a real Redis in the folder that is the first argument, for as long as the process lives;
 *   <li>so many workers as the third argument says on the queue of the bundle that is the second.
 *       They are real but for the engine: every scale is reported and stored, and costs nothing.
 * </ol>
 *
 * <p>Its first line of output is {@code redis <url> <process id>}.
 */
final class StubWorkers {

  private static final JsonMapper JSON = JsonMapper.shared();

  private StubWorkers() {}

  public static void main(String[] args) throws InterruptedException {
    Bundle bundle = Bundle.load(Path.of(args[1]));
    String queueName = QueueNames.generation(bundle.name(), bundle.digest());
    EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(Path.of(args[0])));
    LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", redis.port());
    connections.afterPropertiesSet();
    connections.start();
    JobSettings settings = JobSettings.defaults();
    RedisJobQueue queue =
        new RedisJobQueue(
            new ReactiveStringRedisTemplate(connections), settings, Metrics.globalRegistry);
    JobHandler handler = StubWorkers::draw;
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      new JobWorker(queue, queueName, "stub-" + i, handler, settings).start();
    }
    System.out.println("redis " + redis.url() + " " + redis.pid());
    new CountDownLatch(1).await();
  }

  private static Outcome draw(Lease lease, Reporter reporter) {
    GenerationWork work = JSON.readValue(lease.work(), GenerationWork.class);
    DrawnScales drawn = DrawnScales.of(work, lease.checkpoint());
    int before = drawn.count();
    for (int scale = before + 1; scale <= work.lastScale(); scale++) {
      List<ScaleCodes> blank =
          Collections.nCopies(
              work.images(), ScaleCodes.of(new int[work.schedule().grid(scale).size()]));
      drawn = drawn.and(blank);
      ScaleEvent event = ScaleEvent.of(work, scale);
      reporter.report(
          new Progress(
              DrawnScales.fields(scale, blank),
              ScaleEvent.TYPE,
              JSON.writeValueAsString(event),
              event.tokensDone()));
    }
    GenerationResult result = GenerationResult.of(work, before, List.of(), drawn);
    return new Outcome.Succeeded(JSON.writeValueAsString(result));
  }
}
