package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.testing.RedisBackend;
import org.junit.jupiter.api.Test;

/** What a cluster's driver says beside the scripts, its users may say too. */
class UsersOfClusterTest {

  @Test
  void gatewaysAndWorkersDoTheirWorkAsTheirUsersOverACluster() {
    try (RedisBackend cluster = RedisBackend.clusterGuardedByUsers()) {
      // One of each kind of queue, hence as each worker.
      for (int kind = 0; kind < 3; kind++) {
        try (TestQueue test = TestQueue.on(cluster, JobSettings.defaults())) {
          test.connect();
          Job job = test.accepted(test.keyed("order", "body"));
          Lease lease = test.leased();
          test.reported(lease, "codes:0:1", "AAA=", 1);
          assertThat(test.finished(lease, TestQueue.DONE)).isTrue();
          assertThat(test.reaped()).isZero();
          assertThat(test.found(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
          assertThat(test.eventTypes(job.id())).endsWith("finished");
        }
      }
      assertThat(cluster.refusals()).isEmpty();
    }
  }
}
