package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.testing.RedisBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** One service is stopped in the middle of a picture; another one ends it. */
class StopTest {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aStoppedServiceHandsItsPictureBackAndTheNextEndsItInTheSameCodes() {
    try (RedisBackend redis = RedisBackend.start()) {
      JobId id;
      ConfigurableApplicationContext first = start(redis);
      try {
        Bundle bundle = first.getBean(Bundle.class);
        id = submit(first, TinyWork.job(bundle, longWork(bundle)));
        awaitEvent(first, id, "scale");
      } finally {
        first.close();
      }
      try (ConfigurableApplicationContext second = start(redis)) {
        assertEndedAsIfNothingHadBeen(second, id);
      }
    }
  }

  @Test
  void aServiceThatIsStoppedAmongCandidatesHandsThemBackAndTheNextMakesTheSameChoice() {
    try (RedisBackend redis = RedisBackend.start()) {
      JobId id;
      ConfigurableApplicationContext first = start(redis);
      try {
        Bundle bundle = first.getBean(Bundle.class);
        id = submit(first, TinyWork.job(bundle, candidates(bundle)));
        awaitEvent(first, id, "candidates");
      } finally {
        first.close();
      }
      try (ConfigurableApplicationContext second = start(redis)) {
        JobQueue queue = second.getBean(JobQueue.class);
        List<String> events =
            queue
                .events(TinyWork.TENANT, id, null)
                .map(JobEvent::type)
                .collectList()
                .block(PATIENCE);
        assertThat(events.stream().filter("started"::equals)).hasSize(2);
        assertThat(events.stream().filter("candidates"::equals)).hasSize(2 * 11);
        assertThat(events.stream().filter("scale"::equals)).hasSize(2);
        Bundle bundle = second.getBean(Bundle.class);
        Job interrupted = queue.find(TinyWork.TENANT, id).block(PATIENCE);
        JobId again = submit(second, TinyWork.job(bundle, candidates(bundle)));
        queue.events(TinyWork.TENANT, again, null).blockLast(PATIENCE);
        Job whole = queue.find(TinyWork.TENANT, again).block(PATIENCE);
        assertThat(acceptance(interrupted)).isEqualTo(acceptance(whole));
        assertThat(interrupted.tokensDone()).isEqualTo(interrupted.tokensTotal());
        Map<String, String> codes = queue.checkpoint(TinyWork.TENANT, id).block(PATIENCE);
        assertThat(codes).isEqualTo(queue.checkpoint(TinyWork.TENANT, again).block(PATIENCE));
        int chosen = acceptance(whole).get("chosen").intValue();
        assertThat(codes)
            .containsAllEntriesOf(
                TinyWork.expectedCheckpoint(
                    second.getBean(DrawingEngine.class), candidates(bundle).alone(chosen)));
      }
    }
  }

  private static JsonNode acceptance(Job job) {
    return TinyWork.JSON.readTree(job.result()).get("acceptance");
  }

  /** Six candidates, drawn to the eleventh of twelve scales. */
  private static GenerationWork candidates(Bundle bundle) {
    GenerationWork work = TinyWork.twoPictures(bundle);
    return new GenerationWork(
            work.digest(),
            work.conditionalIds(),
            work.unconditionalIds(),
            bundle.schedule(new Grid(64, 64), 12),
            1,
            work.seed(),
            work.sampling())
        .choosing(TinyWork.acceptance(bundle, 6, 11));
  }

  private static void assertEndedAsIfNothingHadBeen(
      ConfigurableApplicationContext service, JobId id) {
    JobQueue queue = service.getBean(JobQueue.class);
    List<String> events =
        queue.events(TinyWork.TENANT, id, null).map(JobEvent::type).collectList().block(PATIENCE);
    assertThat(events.stream().filter("started"::equals)).hasSize(2);
    assertThat(events.stream().filter("scale"::equals)).hasSize(16);
    assertThat(events.stream().filter("finished"::equals)).hasSize(1);
    Job job = queue.find(TinyWork.TENANT, id).block(PATIENCE);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.attempt()).as("a hand-back is no failed attempt").isEqualTo(1);
    assertThat(queue.checkpoint(TinyWork.TENANT, id).block(PATIENCE))
        .isEqualTo(
            TinyWork.expectedCheckpoint(
                service.getBean(DrawingEngine.class), longWork(service.getBean(Bundle.class))));
  }

  private static JobId submit(ConfigurableApplicationContext service, NewJob job) {
    Submission submission = service.getBean(JobQueue.class).submit(job).block(PATIENCE);
    return ((Submission.Accepted) submission).job().id();
  }

  private static void awaitEvent(ConfigurableApplicationContext service, JobId id, String type) {
    service
        .getBean(JobQueue.class)
        .events(TinyWork.TENANT, id, null)
        .filter(event -> event.type().equals(type))
        .blockFirst(PATIENCE);
  }

  /** Four pictures through sixteen scales: long enough to be in the middle of. */
  private static GenerationWork longWork(Bundle bundle) {
    GenerationWork work = TinyWork.twoPictures(bundle);
    return new GenerationWork(
        work.digest(),
        work.conditionalIds(),
        work.unconditionalIds(),
        bundle.schedule(new Grid(64, 64), 16),
        4,
        work.seed(),
        work.sampling());
  }

  private static ConfigurableApplicationContext start(RedisBackend redis) {
    return new SpringApplicationBuilder(GenerationApplication.class)
        .run(
            redis.arguments(
                "--server.port=0",
                "--nextflow.bundle=" + TinyWork.BUNDLE,
                "--nextflow.engine.threads=1",
                // Longer than the test: nothing is cut off, and nobody waits for an end.
                "--nextflow.drain=10m"));
  }
}
