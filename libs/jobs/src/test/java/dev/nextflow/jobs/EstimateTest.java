package dev.nextflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EstimateTest {

  private static final long NOW = 1_000_000;

  @Test
  void isNoneWhereNothingHasEndedYet() {
    Pace nothing = new Pace(NOW, 3, 0, 0, 0);

    assertThat(Estimate.ofWaiting(nothing, 0, 100)).isEmpty();
    assertThat(Estimate.ofRunning(nothing, 100)).isEmpty();
  }

  @Test
  void waitsForTheJobsAheadAndHalfOfTheOneThatRuns() {
    Pace oneWorker = new Pace(NOW, 1, 5, 10, 100);

    assertThat(Estimate.ofWaiting(oneWorker, 2, 50))
        .contains(new Estimate(NOW + 2_500, NOW + 3_000));
  }

  @Test
  void sharesTheJobsAheadAmongThoseWhoWork() {
    Pace fiveWorkers = new Pace(NOW, 5, 5, 10, 100);

    assertThat(Estimate.ofWaiting(fiveWorkers, 2, 50))
        .contains(new Estimate(NOW + 500, NOW + 1_000));
  }

  @Test
  void startsAtOnceWhereNobodyWorksAndNobodyIsAhead() {
    Pace idle = new Pace(NOW, 0, 5, 10, 100);

    assertThat(Estimate.ofWaiting(idle, 0, 50)).contains(new Estimate(NOW, NOW + 500));
  }

  @Test
  void endsOnceTheRestIsDone() {
    assertThat(Estimate.ofRunning(new Pace(NOW, 1, 5, 10, 100), 7))
        .contains(new Estimate(NOW, NOW + 70));
  }
}
