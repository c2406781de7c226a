package dev.nextflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobPageTest {

  @Test
  void takesTheNewestOfAllQueues() {
    JobPage merged = JobPage.merged(List.of(page(null, 9, 5, 1), page(null, 8, 2)), 3);

    assertThat(times(merged)).containsExactly(9L, 8L, 5L);
    assertThat(merged.next().createdAtMs()).isEqualTo(5);
  }

  @Test
  void hasNoNextWhereAllIsShown() {
    JobPage merged = JobPage.merged(List.of(page(null, 9), page(null, 8)), 2);

    assertThat(times(merged)).containsExactly(9L, 8L);
    assertThat(merged.next()).isNull();
  }

  @Test
  void showsNothingBeyondWhereSomeQueueStopped() {
    JobPage merged = JobPage.merged(List.of(page(6L, 9), page(4L, 8, 5, 4)), 10);

    assertThat(times(merged)).containsExactly(9L, 8L);
    assertThat(merged.next().createdAtMs()).isEqualTo(6);
  }

  @Test
  void isEmptyOfNoQueues() {
    assertThat(JobPage.merged(List.of(), 10)).isEqualTo(new JobPage(List.of(), null));
  }

  private static List<Long> times(JobPage page) {
    return page.jobs().stream().map(Job::createdAtMs).toList();
  }

  private static JobPage page(Long stoppedAt, long... createdAt) {
    return new JobPage(
        Arrays.stream(createdAt).mapToObj(JobPageTest::job).toList(),
        stoppedAt == null ? null : new JobPage.Place(stoppedAt, JobId.random("q").value()));
  }

  private static Job job(long createdAtMs) {
    return new Job(
        JobId.random("q"),
        "acme",
        JobState.QUEUED,
        "other",
        Priority.NORMAL,
        createdAtMs,
        0,
        0,
        0,
        0,
        "{}",
        "{}",
        Labels.NONE,
        0,
        0,
        0,
        null,
        false,
        null,
        null);
  }
}
