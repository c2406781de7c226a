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
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleCodes;
import io.micrometer.core.instrument.Metrics;
import java.util.Collections;
import java.util.List;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Workers that are real but for the engine: they take jobs from the queue, report and store every
 * scale, and end the job; the codes cost nothing.
 */
final class StubWorkers {

  private static final JsonMapper JSON = JsonMapper.shared();

  private StubWorkers() {}

  /** So many, on the queue of the bundle's pictures, for as long as the process lives. */
  static void start(int redisPort, Bundle bundle, int count) {
    LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", redisPort);
    connections.afterPropertiesSet();
    connections.start();
    JobSettings settings = JobSettings.defaults();
    RedisJobQueue queue =
        new RedisJobQueue(
            new ReactiveStringRedisTemplate(connections), settings, Metrics.globalRegistry);
    String queueName = QueueNames.generation(bundle.name(), bundle.digest());
    JobHandler handler = StubWorkers::draw;
    for (int i = 0; i < count; i++) {
      new JobWorker(queue, queueName, "stub-" + i, handler, settings).start();
    }
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
