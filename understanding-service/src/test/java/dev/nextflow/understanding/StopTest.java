package dev.nextflow.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.testing.RedisBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One service is stopped in the middle of several texts; another one ends them. */
class StopTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TENANT = "local";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void aStoppedServiceHandsItsTextsBackAndTheNextEndsThemInTheSameTokens() {
    try (RedisBackend redis = RedisBackend.start()) {
      List<JobId> stopped;
      try (ConfigurableApplicationContext first = start(redis)) {
        stopped = submitSeveral(first);
        stopped.forEach(id -> events(first, id).filter(e -> e.type().equals("text")).blockFirst());
      }
      try (ConfigurableApplicationContext second = start(redis)) {
        List<JobId> whole = submitSeveral(second);
        for (int i = 0; i < stopped.size(); i++) {
          Job expected = ended(second, whole.get(i));
          Job job = ended(second, stopped.get(i));
          assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
          assertThat(job.attempt()).as("a hand-back is no failed attempt").isEqualTo(1);
          assertThat(job.result()).isEqualTo(expected.result());
          assertThat(told(second, stopped.get(i)))
              .as("every token is told once")
              .isEqualTo(JSON.readTree(job.result()).get("ids").valueStream().toList());
        }
        assertThat(stopped.stream().filter(id -> starts(second, id) == 2))
            .as("they were in the middle")
            .hasSizeGreaterThan(1);
      }
    }
  }

  private static long starts(ConfigurableApplicationContext service, JobId id) {
    return events(service, id).filter(event -> event.type().equals("started")).count().block();
  }

  private static Job ended(ConfigurableApplicationContext service, JobId id) {
    events(service, id).blockLast();
    return service.getBean(JobQueue.class).find(TENANT, id).block(PATIENCE);
  }

  private static List<JsonNode> told(ConfigurableApplicationContext service, JobId id) {
    return events(service, id)
        .filter(event -> event.type().equals("text"))
        .flatMapIterable(event -> JSON.readTree(event.data()).get("ids").valueStream().toList())
        .collectList()
        .block();
  }

  private static Flux<JobEvent> events(ConfigurableApplicationContext service, JobId id) {
    return service.getBean(JobQueue.class).events(TENANT, id, null).timeout(PATIENCE);
  }

  /** As long as texts may be, and greedy, so that most come to no end before. */
  private static List<JobId> submitSeveral(ConfigurableApplicationContext service) {
    Bundle bundle = service.getBean(Bundle.class);
    return IntStream.range(0, 6)
        .mapToObj(i ->
            new UnderstandingWork(
                bundle.digest(), new int[] {70 + i, 71}, UnderstandingWork.MAX_TOKENS, 0, 1, i))
        .map(work ->
            new NewJob(
                TENANT,
                QueueNames.understanding(bundle.name(), bundle.digest()),
                Priority.NORMAL,
                JSON.writeValueAsString(work),
                "{}",
                null,
                "hash",
                work.maxTokens(),
                600_000,
                600_000))
        .map(job -> service.getBean(JobQueue.class).submit(job).block(PATIENCE))
        .map(submission -> ((Submission.Accepted) submission).job().id())
        .toList();
  }

  private static ConfigurableApplicationContext start(RedisBackend redis) {
    return new SpringApplicationBuilder(UnderstandingApplication.class)
        .run(
            "--server.port=0",
            "--nextflow.bundle=" + Path.of(System.getProperty("nextflow.bundles"), "tiny"),
            "--nextflow.engine.threads=1",
            // Longer than the test: nothing is cut off, and nobody waits for an end.
            "--nextflow.drain=10m",
            "--spring.data.redis.url=" + redis.url());
  }
}
