package dev.nextflow.local.journeys;

import dev.nextflow.local.client.JobEvent;
import dev.nextflow.local.client.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** The events of a job, kept as they come, and the moment when one of a kind has come. */
final class FollowedJob {

  private final List<JobEvent> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch moment = new CountDownLatch(1);
  private final Thread follower;

  FollowedJob(Api api, JsonObject job, Predicate<JobEvent> awaited) {
    follower =
        Thread.ofPlatform()
            .start(() -> {
              try {
                api.follow(
                    job,
                    event -> {
                      events.add(event);
                      if (awaited.test(event)) {
                        moment.countDown();
                      }
                    });
              } catch (Exception broken) {
                throw new IllegalStateException(broken);
              }
            });
  }

  /** Returns once the awaited event has come. */
  void awaitMoment() throws InterruptedException {
    moment.await();
  }

  /** What has come so far. */
  List<JobEvent> soFar() {
    return List.copyOf(events);
  }

  /** All events, once the last has come. */
  List<JobEvent> all() throws InterruptedException {
    follower.join();
    return soFar();
  }
}
