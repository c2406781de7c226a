package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.testing.RedisTestConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The whole service against a real Redis and a real, if senseless, model. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"nextflow.bundle=${nextflow.bundles}/tiny", "nextflow.engine.threads=1"})
@AutoConfigureWebTestClient
@Import(RedisTestConfiguration.class)
class GenerationServiceTest {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired JobQueue queue;
  @Autowired Bundle bundle;
  @Autowired DrawingEngine engine;
  @Autowired WebTestClient http;

  @Test
  void aJobEndsInTheCodesOfTheEngineAlone() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    JobId id = submit(work);
    List<String> events =
        queue.events(TinyWork.TENANT, id, null).map(JobEvent::type).collectList().block(PATIENCE);
    assertThat(events)
        .containsExactly(
            "queued", "started", "scale", "scale", "scale", "scale", "scale", "scale", "finished");
    Job job = find(id);
    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.tokensDone()).isEqualTo(job.tokensTotal()).isEqualTo(work.imageTokens());
    assertThat(job.result()).contains("\"image_tokens\":182");
    Map<String, String> checkpoint = queue.checkpoint(TinyWork.TENANT, id).block(PATIENCE);
    assertThat(checkpoint).isEqualTo(TinyWork.expectedCheckpoint(engine, work));
  }

  @Test
  void aDraftThatIsContinuedEndsInTheCodesOfTheEngineAlone() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    JobId id = submit(work.limitedTo(4, null));
    awaitEvent(id, "draft_ready");
    assertThat(find(id).state()).isEqualTo(JobState.DRAFT_READY);
    assertThat(find(id).tokensDone()).isEqualTo(find(id).tokensTotal()).isEqualTo(60);

    Resume whole =
        new Resume(
            "token",
            "body",
            JobState.DRAFT_READY,
            TinyWork.JSON.writeValueAsString(work),
            null,
            work.imageTokens(),
            600_000,
            1);
    assertThat(queue.resume(TinyWork.TENANT, id, whole).block(PATIENCE))
        .isInstanceOf(Resumption.Accepted.class);
    awaitEnd(id);
    assertThat(find(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(find(id).tokensDone()).isEqualTo(work.imageTokens());
    assertThat(queue.checkpoint(TinyWork.TENANT, id).block(PATIENCE))
        .isEqualTo(TinyWork.expectedCheckpoint(engine, work));
  }

  /** Eight pictures of two jobs, and each of them alone. */
  @Test
  void aPictureIsTheSameAloneAndAmongFour() {
    GenerationWork two = TinyWork.twoPictures(bundle);
    GenerationWork four = TinyWork.pictures(two, 4);
    JobId one = submit(TinyWork.pictures(two, 1));
    JobId together = submit(four);
    JobId again = submit(four);
    awaitEnd(again);
    Map<String, String> codes = queue.checkpoint(TinyWork.TENANT, together).block(PATIENCE);
    assertThat(queue.checkpoint(TinyWork.TENANT, again).block(PATIENCE)).isEqualTo(codes);
    assertThat(codes)
        .containsAllEntriesOf(queue.checkpoint(TinyWork.TENANT, one).block(PATIENCE))
        .containsAllEntriesOf(TinyWork.expectedCheckpoint(engine, two));
  }

  @Test
  void aJobForAnotherBundleFailsWithAProblem() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    JobId id =
        submit(
            new GenerationWork(
                "sha256:" + "0".repeat(64),
                work.conditionalIds(),
                work.unconditionalIds(),
                work.schedule(),
                work.images(),
                work.seed(),
                work.sampling()));
    awaitEnd(id);
    assertThat(find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(find(id).problem()).isEqualTo("drawing-failed");
  }

  @Test
  void aJobThatIsCancelledWhileItIsDrawnEndsBeforeItsLastScale() {
    GenerationWork work = TinyWork.twoPictures(bundle);
    JobId id =
        submit(
            new GenerationWork(
                work.digest(),
                work.conditionalIds(),
                work.unconditionalIds(),
                bundle.schedule(new Grid(64, 64), 16),
                4,
                work.seed(),
                work.sampling()));
    awaitEvent(id, "scale");
    assertThat(queue.cancel(TinyWork.TENANT, id).block(PATIENCE)).isEqualTo(Cancellation.REQUESTED);
    awaitEnd(id);
    Job job = find(id);
    assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    assertThat(job.tokensDone()).isPositive().isLessThan(job.tokensTotal());
  }

  @Test
  void whatAJobTakesIsMeasured() {
    awaitEnd(submit(TinyWork.twoPictures(bundle)));

    assertThat(metrics())
        .containsPattern(
            "nextflow_generation_scale_seconds_count\\{scale=\"6\",schedule=\"6x6\"} [1-9]")
        .containsPattern("nextflow_generation_batch_max [2-9]")
        .containsPattern("nextflow_jobs_tokens_total\\{queue=\"gen-[^}]*} [1-9]")
        .containsPattern("nextflow_jobs_resumed_total\\{queue=\"gen-[^}]*} [0-9]")
        .containsPattern("nextflow_jobs_oldest_seconds\\{priority=\"low\",queue=\"gen-[^}]*} 0")
        .containsPattern("nextflow_engine_cache_bytes [0-9]")
        .containsPattern("nextflow_engine_buffers_bytes [0-9]");
  }

  private String metrics() {
    return http.get()
        .uri("/actuator/prometheus")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
  }

  @Test
  void theServiceIsReadyOnceItIsWarm() {
    http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
    http.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    http.get()
        .uri("/actuator/prometheus")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .value(body -> assertThat(body).contains("nextflow_jobs"));
  }

  private JobId submit(GenerationWork work) {
    Submission submission = queue.submit(TinyWork.job(bundle, work)).block(PATIENCE);
    return ((Submission.Accepted) submission).job().id();
  }

  private void awaitEvent(JobId id, String type) {
    queue
        .events(TinyWork.TENANT, id, null)
        .filter(event -> event.type().equals(type))
        .blockFirst(PATIENCE);
  }

  private void awaitEnd(JobId id) {
    queue.events(TinyWork.TENANT, id, null).blockLast(PATIENCE);
  }

  private Job find(JobId id) {
    return queue.find(TinyWork.TENANT, id).block(PATIENCE);
  }
}
