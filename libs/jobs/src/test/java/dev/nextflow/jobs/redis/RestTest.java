package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.HOUR_MS;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Standing;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** Jobs that wait for their tenant, and how they go on. */
class RestTest {

  private static final Outcome DRAFT = new Outcome.Rested(JobState.DRAFT_READY, "{\"drawn\":1}");

  private TestQueue test;

  @BeforeEach
  void open() {
    test = TestQueue.open();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"DRAFT_READY", "AWAITING_APPROVAL"})
  void keepsWhatThereIsAndWaitsForNoWorker(JobState state) {
    Job job = test.rested(state);

    assertThat(job.state()).isEqualTo(state);
    assertThat(job.result()).isEqualTo("{\"drawn\":1}");
    assertThat(job.finishedAtMs()).isZero();
    assertThat(test.nothingReady()).isTrue();
    assertThat(test.queue.depth(test.name).block().leased()).isZero();
    assertThat(eventTypesSoFar(job, 4))
        .containsExactly("queued", "started", "scale", state.wireName());
  }

  @Test
  void givesItsTenantAsLongAsAnEndedJobIsKept() {
    Job job = test.rested(JobState.DRAFT_READY);

    assertThat(job.expiresAtMs() - job.createdAtMs()).isBetween(HOUR_MS, HOUR_MS + 30_000);
    test.letDeadlinePass(job);
    assertThat(test.reaped()).isEqualTo(1);

    Job ended = test.found(job.id());
    assertThat(ended.state()).isEqualTo(JobState.EXPIRED);
    assertThat(ended.result()).isNull();
    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
  }

  @Test
  void goesOnFromItsCheckpointWithNewWork() {
    Job job = test.rested(JobState.DRAFT_READY);
    Job other = test.accepted();

    Resumption answer = test.resumed(job.id(), TestQueue.resume("t", JobState.DRAFT_READY));

    Job queued = ((Resumption.Accepted) answer).job();
    assertThat(queued.state()).isEqualTo(JobState.QUEUED);
    assertThat(queued.tokensTotal()).isEqualTo(91);
    assertThat(queued.tokensDone()).isEqualTo(1);
    assertThat(queued.view()).isEqualTo(job.view());
    assertThat(queued.result()).isNull();
    assertThat(test.leased().id()).as("the end of its lane").isEqualTo(other.id());
    Lease lease = test.leased();
    assertThat(lease.id()).isEqualTo(job.id());
    assertThat(lease.work()).isEqualTo("{\"seed\":8}");
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(lease.fence()).isEqualTo(2);
    assertThat(lease.checkpoint()).containsEntry("codes:0:1", "AAA=");
    assertThat(test.finished(lease, DONE)).isTrue();
    assertThat(test.eventTypes(job.id()))
        .containsExactly(
            "queued", "started", "scale", "draft_ready", "queued", "started", "finished");
  }

  @Test
  void showsAnotherViewWhereOneIsGiven() {
    Job job = test.rested(JobState.DRAFT_READY);
    Resume resume =
        new Resume("t", "body", JobState.DRAFT_READY, "{}", "{\"whole\":true}", 91, HOUR_MS, 9);

    test.resumed(job.id(), resume);

    assertThat(test.found(job.id()).view()).isEqualTo("{\"whole\":true}");
  }

  @Test
  void isResumedOnceByAllCallsOfOneToken() {
    Job job = test.rested(JobState.DRAFT_READY);
    Resume resume = TestQueue.resume("t", JobState.DRAFT_READY);

    var answers =
        Flux.range(0, 20)
            .flatMap(i -> test.queue.resume(TENANT, job.id(), resume), 20)
            .collectList()
            .block();

    assertThat(answers.stream().filter(Resumption.Accepted.class::isInstance)).hasSize(1);
    assertThat(answers.stream().filter(Resumption.Repeated.class::isInstance)).hasSize(19);
    test.leased();
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void remembersATokenAlsoWhenItRestsAgain() {
    Job job = test.rested(JobState.DRAFT_READY);
    Resume resume = TestQueue.resume("t", JobState.DRAFT_READY);
    test.resumed(job.id(), resume);
    test.finished(test.leased(), DRAFT);

    assertThat(test.resumed(job.id(), resume)).isInstanceOf(Resumption.Repeated.class);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.DRAFT_READY);
    Resume otherBody = new Resume("t", "another", JobState.DRAFT_READY, "{}", null, 91, HOUR_MS, 9);
    assertThat(test.resumed(job.id(), otherBody)).isEqualTo(new Resumption.TokenReused());
  }

  @Test
  void tellsWhatATokenHasComeToWithoutTakingAnythingUp() {
    Job job = test.rested(JobState.DRAFT_READY);
    assertThat(resumption(job, "t", "body")).isEmpty();
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.DRAFT_READY);

    test.resumed(job.id(), TestQueue.resume("t", JobState.DRAFT_READY));

    assertThat(resumption(job, "t", "body")).containsInstanceOf(Resumption.Repeated.class);
    assertThat(resumption(job, "t", "another")).contains(new Resumption.TokenReused());
    assertThat(resumption(job, "u", "body")).isEmpty();
    assertThat(test.queue.resumption("other", job.id(), "t", "body").blockOptional()).isEmpty();
  }

  private Optional<Resumption> resumption(Job job, String token, String bodyHash) {
    return test.queue.resumption(TENANT, job.id(), token, bodyHash).blockOptional();
  }

  @Test
  void isResumedOnlyFromTheStateThatIsMeant() {
    Job draft = test.rested(JobState.DRAFT_READY);
    Resume approve = TestQueue.resume("t", JobState.AWAITING_APPROVAL);

    assertThat(test.resumed(draft.id(), approve)).isEqualTo(new Resumption.NotResting(draft));
    assertThat(test.resumed(JobId.random(test.name), approve)).isEqualTo(new Resumption.Unknown());
    assertThat(test.queue.resume("other", draft.id(), approve).block())
        .isEqualTo(new Resumption.Unknown());
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void isCancelledAtOnce() {
    Job job = test.rested(JobState.AWAITING_APPROVAL);

    assertThat(test.queue.cancel(TENANT, job.id()).block()).isEqualTo(Cancellation.CANCELLED);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(test.reaped()).isZero();
  }

  @Test
  void endsInsteadWhereItWasToBeCancelled() {
    Job job = test.accepted();
    Lease lease = test.leased();
    test.queue.cancel(TENANT, job.id()).block();

    assertThat(test.finished(lease, DRAFT)).isTrue();
    assertThat(test.finished(lease, DRAFT)).as("the same call again").isTrue();

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
  }

  @Test
  void takesNoWordFromAWorkerThatLostIt() {
    test.accepted(test.job(TENANT, Priority.NORMAL));
    Lease stale = test.leased();
    test.letLeaseRunOut(stale);
    test.reaped();
    Lease current = test.leased();

    assertThat(test.finished(stale, DRAFT)).isFalse();
    assertThat(test.finished(current, DRAFT)).isTrue();
    assertThat(test.finished(current, DRAFT)).as("the same call again").isTrue();
    assertThat(test.renewed(current)).isEqualTo(Standing.LOST);
    assertThat(test.finished(current, DONE)).isFalse();
  }

  @Test
  void countsAgainOnceItIsResumed() {
    Job draft = test.rested(JobState.DRAFT_READY);
    test.accepted(test.sharing(TENANT, Priority.NORMAL, new Share(1, 1)));
    Resume resume = new Resume("t", "body", JobState.DRAFT_READY, "{}", null, 91, HOUR_MS, 1);

    assertThat(test.resumed(draft.id(), resume)).isEqualTo(new Resumption.TooManyUnfinished());

    test.finished(test.leased(), DONE);
    assertThat(test.resumed(draft.id(), resume)).isInstanceOf(Resumption.Accepted.class);
  }

  @Test
  void isNoEnd() {
    assertThatThrownBy(() -> new Outcome.Rested(JobState.SUCCEEDED, "{}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TestQueue.resume("t", JobState.RUNNING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Iterable<String> eventTypesSoFar(Job job, int count) {
    return test.queue
        .events(TENANT, job.id(), null)
        .take(count)
        .map(event -> event.type())
        .collectList()
        .block();
  }
}
