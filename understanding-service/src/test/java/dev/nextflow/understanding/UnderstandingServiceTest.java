package dev.nextflow.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.BatchSize;
import dev.nextflow.engine.writing.ContinuousBatch;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.engine.writing.WrittenToken;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Labels;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.testing.RedisTestConfiguration;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service against a real Redis and a real, if senseless, model. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"nextflow.bundle=${nextflow.bundles}/tiny", "nextflow.engine.threads=1"})
@AutoConfigureWebTestClient
@Import(RedisTestConfiguration.class)
class UnderstandingServiceTest {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String TENANT = "local";
  static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired JobQueue queue;
  @Autowired Bundle bundle;
  @Autowired WritingEngine engine;
  @Autowired KeptPrefixes kept;
  @Autowired WebTestClient http;

  @Test
  void theLikeliestTokensAreThoseOfTheReference() throws Exception {
    JsonNode continuations =
        JSON.readTree(Files.readString(bundle.file("fixtures/parity.json"))).get("continuations");
    assertThat(continuations).isNotEmpty();
    for (JsonNode continuation : continuations) {
      int[] next = ids(continuation.get("next_ids"));
      Job job = answered(work(ids(continuation.get("ids")), next.length));
      int[] expected = untilEnd(next);
      assertThat(ids(JSON.readTree(job.result()).get("ids"))).isEqualTo(expected);
    }
  }

  @Test
  void questionsAboutPicturesAreAnsweredAsByTheReference() throws Exception {
    JsonNode answers =
        JSON.readTree(Files.readString(bundle.file("fixtures/parity.json"))).get("answers");
    assertThat(answers).isNotEmpty();
    for (JsonNode answer : answers) {
      int[] next = ids(answer.get("next_ids"));
      List<GivenPicture> pictures =
          answer.get("pictures").valueStream().map(this::picture).toList();
      UnderstandingWork work =
          new UnderstandingWork(
              bundle.digest(), ids(answer.get("ids")), next.length, 0, 1, 7, pictures, List.of());
      JsonNode result = JSON.readTree(answered(work).result());
      assertThat(ids(result.get("ids"))).isEqualTo(untilEnd(next));
      assertThat(result.get("usage").get("prompt_tokens").intValue())
          .isEqualTo(work.sequence().tokens());
    }
  }

  @Test
  void thoseWhoFollowReadEveryTokenOnce() {
    JobId id = submit(work(new int[] {70, 71, 72}, 20));
    List<JobEvent> events = queue.events(TENANT, id, null).collectList().block(PATIENCE);
    int[] told =
        events.stream()
            .filter(event -> event.type().equals("text"))
            .flatMapToInt(event -> IntStream.of(ids(JSON.readTree(event.data()).get("ids"))))
            .toArray();
    JsonNode result = JSON.readTree(find(id).result());
    assertThat(told).isEqualTo(ids(result.get("ids")));
    assertThat(result.get("finish_reason").stringValue()).isIn("stop", "length");
  }

  /** More than there are slots, and every third about a picture. */
  @Test
  void manyJobsAtOnceEndInTheTextOfEachAlone() {
    List<UnderstandingWork> works =
        IntStream.range(0, 24)
            .mapToObj(i -> i % 3 == 0 ? aboutPictures(i, 1, 6, 30) : sampled(i, 30))
            .toList();
    List<JobId> jobs = works.stream().map(this::submit).toList();
    for (int i = 0; i < jobs.size(); i++) {
      queue.events(TENANT, jobs.get(i), null).blockLast(PATIENCE);
      assertThat(ids(JSON.readTree(find(jobs.get(i)).result()).get("ids")))
          .isEqualTo(untilEnd(alone(works.get(i))));
    }
  }

  @Test
  void aJobThatIsCancelledLeavesTheOthersAsTheyAre() {
    UnderstandingWork other =
        new UnderstandingWork(bundle.digest(), new int[] {80, 71}, 200, 0.8, 0.95, 5);
    JobId cancelled = submit(endless());
    JobId beside = submit(other);
    queue.events(TENANT, cancelled, null).filter(e -> e.type().equals("text")).blockFirst(PATIENCE);
    queue.cancel(TENANT, cancelled).block(PATIENCE);
    queue.events(TENANT, cancelled, null).blockLast(PATIENCE);
    queue.events(TENANT, beside, null).blockLast(PATIENCE);

    assertThat(find(cancelled).state()).isEqualTo(JobState.CANCELLED);
    assertThat(find(cancelled).tokensDone()).isBetween(1L, UnderstandingWork.MAX_TOKENS - 1L);
    assertThat(ids(JSON.readTree(find(beside).result()).get("ids")))
        .isEqualTo(untilEnd(alone(other)));
  }

  /** Its 14,736 codes take long to read. */
  @Test
  void aJobThatIsCancelledInTheMiddleOfAPictureLeavesTheOthersAsTheyAre() {
    UnderstandingWork other = sampled(5, 100);
    JobId beside = submit(other);
    queue.events(TENANT, beside, null).filter(e -> e.type().equals("text")).blockFirst(PATIENCE);
    JobId cancelled = submit(aboutPictures(1, UnderstandingWork.MAX_PICTURES, 16, 4));
    queue
        .events(TENANT, cancelled, null)
        .filter(e -> e.type().equals("started"))
        .blockFirst(PATIENCE);
    queue.cancel(TENANT, cancelled).block(PATIENCE);
    queue.events(TENANT, cancelled, null).blockLast(PATIENCE);
    queue.events(TENANT, beside, null).blockLast(PATIENCE);

    assertThat(find(cancelled).state()).isEqualTo(JobState.CANCELLED);
    assertThat(find(cancelled).tokensDone()).isZero();
    assertThat(ids(JSON.readTree(find(beside).result()).get("ids")))
        .isEqualTo(untilEnd(alone(other)));
  }

  /** Through the queue: the worker learns there which session a job belongs to. */
  @Test
  void aSessionsNextTurnGoesOnFromWhatIsKeptAndSaysWhatItsTokensSay() {
    UnderstandingWork first = aboutPictures(3, 2, 6, 8);
    UnderstandingWork next =
        new UnderstandingWork(
            bundle.digest(),
            IntStream.concat(IntStream.of(first.ids()), IntStream.of(72, 73, 74)).toArray(),
            12,
            0.8,
            0.95,
            4,
            first.pictures(),
            List.of());
    ended(submit(first, "session-1"));
    long spared = kept.tokensSpared();
    Job job = ended(submit(next, "session-1"));

    assertThat(kept.tokensSpared() - spared).isEqualTo(first.sequence().tokens());
    assertThat(ids(JSON.readTree(job.result()).get("ids"))).isEqualTo(untilEnd(alone(next)));
    String metrics =
        http.get()
            .uri("/actuator/prometheus")
            .exchange()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    assertThat(metrics)
        .contains("nextflow_prefixes_bytes " + (double) kept.bytes())
        .contains("nextflow_prefixes_hits_total ")
        .contains("nextflow_prefixes_misses_total ")
        .contains("nextflow_prefixes_tokens_total " + (double) kept.tokensSpared());
  }

  @Test
  void aJobForAnotherBundleFailsWithAProblem() {
    Job job =
        answered(new UnderstandingWork("sha256:" + "0".repeat(64), new int[] {1}, 4, 0, 1, 0));
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.problem()).isEqualTo("answering-failed");
  }

  @Test
  void theServiceIsReadyOnceItIsWarm() {
    http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
  }

  private GivenPicture picture(JsonNode written) {
    int[] grid = ids(written.get("grid"));
    return new GivenPicture(
        written.get("boi").intValue(),
        bundle.schedule(new Grid(grid[0], grid[1]), written.get("level").intValue()),
        written
            .get("codes")
            .valueStream()
            .map(codes -> ScaleCodes.of(UnderstandingServiceTest.ids(codes)))
            .toList());
  }

  private UnderstandingWork sampled(int number, int maxTokens) {
    return new UnderstandingWork(
        bundle.digest(),
        new int[] {60 + number, 71, 72},
        maxTokens,
        number % 4 * 0.5,
        0.95,
        number);
  }

  private UnderstandingWork aboutPictures(int number, int pictures, int level, int maxTokens) {
    SplittableRandom random = new SplittableRandom(number);
    ScaleSchedule schedule = bundle.schedule(bundle.finalGrids().getFirst(), level);
    IntStream.Builder ids = IntStream.builder().add(60 + number);
    List<GivenPicture> given = new ArrayList<>();
    for (int picture = 0; picture < pictures; picture++) {
      List<ScaleCodes> codes =
          schedule.grids().stream()
              .map(grid -> ScaleCodes.of(random.ints(grid.size(), 0, 256).toArray()))
              .toList();
      given.add(new GivenPicture(1 + 2 * picture, schedule, codes));
      ids.add(bundle.specialTokens().boi()).add(bundle.specialTokens().eoi());
    }
    return new UnderstandingWork(
        bundle.digest(),
        ids.add(71).build().toArray(),
        maxTokens,
        number % 4 * 0.5,
        0.95,
        number,
        given,
        List.of());
  }

  /** The likeliest tokens of some prompt go round in a circle and come to no end. */
  private UnderstandingWork endless() {
    return IntStream.range(60, 100)
        .mapToObj(id -> work(new int[] {id, 71}, UnderstandingWork.MAX_TOKENS))
        .filter(work -> untilEnd(alone(work)).length == work.maxTokens())
        .findFirst()
        .orElseThrow();
  }

  private int[] alone(UnderstandingWork work) {
    BatchSize one = new BatchSize(1, work.maxTokens(), work.pictures().size(), 64);
    TextRequest request =
        new TextRequest(
            work.sequence(),
            new int[0],
            work.maxTokens(),
            work.temperature(),
            work.topP(),
            work.seed());
    IntStream.Builder ids = IntStream.builder();
    try (ContinuousBatch batch = engine.batch(one)) {
      batch.admit(request);
      for (int unwritten = work.maxTokens(); unwritten > 0; ) {
        List<WrittenToken> written = batch.step();
        written.forEach(token -> ids.add(token.id()));
        unwritten -= written.size();
      }
    }
    return ids.build().toArray();
  }

  private int[] untilEnd(int[] ids) {
    int end = bundle.specialTokens().imEnd();
    return IntStream.of(ids).takeWhile(id -> id != end).toArray();
  }

  private UnderstandingWork work(int[] ids, int maxTokens) {
    return new UnderstandingWork(bundle.digest(), ids, maxTokens, 0, 1, 7);
  }

  private Job answered(UnderstandingWork work) {
    return ended(submit(work));
  }

  private Job ended(JobId id) {
    queue.events(TENANT, id, null).blockLast(PATIENCE);
    return find(id);
  }

  private Job find(JobId id) {
    return queue.find(TENANT, id).block(PATIENCE);
  }

  private JobId submit(UnderstandingWork work) {
    return submit(work, null);
  }

  private JobId submit(UnderstandingWork work, @Nullable String session) {
    NewJob job =
        new NewJob(
            TENANT,
            QueueNames.understanding(bundle.name(), bundle.digest()),
            NewJob.OTHER_KIND,
            Priority.NORMAL,
            JSON.writeValueAsString(work),
            "{}",
            Labels.NONE,
            null,
            "hash",
            work.maxTokens(),
            600_000,
            600_000,
            Share.USUAL,
            null,
            session);
    return ((Submission.Accepted) queue.submit(job).block(PATIENCE)).job().id();
  }

  private static int[] ids(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::intValue).toArray();
  }
}
