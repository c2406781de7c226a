package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.testing.RedisTestConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole service, asked for answers beside drawings. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"nextflow.bundle=${nextflow.bundles}/tiny", "nextflow.engine.threads=1"})
@Import(RedisTestConfiguration.class)
class CompositionServiceTest {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Autowired JobQueue queue;
  @Autowired Bundle bundle;

  private TinyComposition reference;

  @BeforeEach
  void read() {
    reference = new TinyComposition(bundle);
  }

  @Test
  void anAnswerEndsInTheTokensOfTheReferenceWhilePicturesAreDrawnBesideIt() {
    JobId picture = submit(TinyWork.job(bundle, TinyWork.twoPictures(bundle)));
    JobId answer = submit(reference.job(reference.work()));
    awaitEnd(picture);
    awaitEnd(answer);
    assertThat(find(picture).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(find(answer).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(find(answer).tokensDone()).isEqualTo(find(answer).tokensTotal()).isEqualTo(84);
    assertThat(queue.checkpoint(TinyWork.TENANT, answer).block(PATIENCE))
        .isEqualTo(reference.checkpoint());
  }

  @Test
  void anAnswerThatTheBudgetCutsSucceedsInPart() {
    JobId id = submit(reference.job(reference.budget(20)));
    awaitEnd(id);
    assertThat(find(id).state()).isEqualTo(JobState.PARTIALLY_SUCCEEDED);
    assertThat(find(id).tokensDone()).isEqualTo(reference.placeOf(0) + 1);
    assertThat(find(id).result()).contains("\"finish_reason\":\"budget\"");
  }

  @Test
  void anAnswerThatIsCancelledInAPictureEndsBeforeItIsWhole() {
    ScaleSchedule large = bundle.schedule(new Grid(64, 64), 16);
    JobId id = submit(reference.job(reference.work(bundle.digest(), large, null)));
    queue
        .events(TinyWork.TENANT, id, null)
        .filter(event -> event.type().equals("scale"))
        .map(JobEvent::id)
        .blockFirst(PATIENCE);
    assertThat(queue.cancel(TinyWork.TENANT, id).block(PATIENCE)).isEqualTo(Cancellation.REQUESTED);
    awaitEnd(id);
    assertThat(find(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(queue.checkpoint(TinyWork.TENANT, id).block(PATIENCE))
        .containsKey("codes:0:1")
        .doesNotContainKey("codes:1:16");
  }

  private JobId submit(NewJob job) {
    return ((Submission.Accepted) queue.submit(job).block(PATIENCE)).job().id();
  }

  private void awaitEnd(JobId id) {
    queue.events(TinyWork.TENANT, id, null).blockLast(PATIENCE);
  }

  private Job find(JobId id) {
    return queue.find(TinyWork.TENANT, id).block(PATIENCE);
  }
}
