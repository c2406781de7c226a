package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.TENANT;

import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One random history with its model: what each job's state should be, and who holds its lease.
 * Every lease ever given is kept, so that workers write long after they lost it.
 */
final class History {

  private final TestQueue test;
  private final Random random;
  private final Map<JobId, JobState> states = new LinkedHashMap<>();
  private final Map<JobId, Long> fences = new HashMap<>();
  private final Map<JobId, Integer> attempts = new HashMap<>();
  private final Map<JobId, Boolean> cancelRequested = new HashMap<>();
  private final Map<JobId, Long> mostTokens = new HashMap<>();
  private final List<Lease> leases = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  History(TestQueue test, Random random) {
    this.test = test;
    this.random = random;
  }

  List<String> complaints() {
    return complaints;
  }

  long tokensSettled() {
    return mostTokens.values().stream().mapToLong(Long::longValue).sum();
  }

  void step() {
    switch (random.nextInt(11)) {
      case 0, 1 -> submit();
      case 2, 3 -> reserve();
      case 4 -> report();
      case 5 -> finish();
      case 6 -> crash();
      case 7 -> cancel();
      case 8 -> release();
      case 9 -> resume();
      default -> expire();
    }
  }

  /** Works off what is left, then looks at every job. */
  void end() {
    while (states.containsValue(JobState.QUEUED)) {
      reserve();
    }
    for (Lease lease : List.copyOf(leases)) {
      finish(lease);
    }
    states.forEach((id, state) -> {
      if (state.resting()) {
        expect("cancel at rest", Cancellation.CANCELLED, test.queue.cancel(TENANT, id).block());
        states.put(id, JobState.CANCELLED);
      }
    });
    leases.forEach(late -> expect("late finish", false, test.finished(late, outcome())));
    states.forEach(this::compare);
    expect("unfinished", 0L, unfinished());
  }

  private long unfinished() {
    String key = new QueueKeys(test.name).prefix() + "unfinished:" + TENANT;
    return test.redis.opsForSet().size(key).block();
  }

  private void submit() {
    states.put(test.accepted().id(), JobState.QUEUED);
  }

  private void reserve() {
    Lease lease = test.queue.reserve(test.name, "worker").block();
    expect("something to lease", states.containsValue(JobState.QUEUED), lease != null);
    if (lease == null) {
      return;
    }
    JobId id = lease.id();
    expect("leased from", JobState.QUEUED, states.put(id, JobState.RUNNING));
    expect("fence grows", true, lease.fence() > fences.getOrDefault(id, 0L));
    expect("attempt", attempts.merge(id, 1, Integer::sum), lease.attempt());
    fences.put(id, lease.fence());
    leases.add(lease);
  }

  private void report() {
    any()
        .ifPresent(lease -> {
          long tokens = random.nextInt(80);
          Standing standing = test.reported(lease, "codes:" + lease.fence(), "AAA=", tokens);
          expect("report", standing(lease), standing);
          if (holds(lease)) {
            mostTokens.merge(lease.id(), tokens, Math::max);
          }
        });
  }

  private void finish() {
    any().ifPresent(this::finish);
  }

  private void finish(Lease lease) {
    boolean held = holds(lease);
    Outcome outcome = outcome();
    boolean ended = test.finished(lease, outcome);
    if (held) {
      boolean toCancel = outcome.state().resting() && cancelRequested.containsKey(lease.id());
      states.put(lease.id(), toCancel ? JobState.CANCELLED : outcome.state());
      leases.remove(lease);
    }
    expect("finish", held, ended);
  }

  private void crash() {
    any()
        .filter(this::holds)
        .ifPresent(lease -> {
          test.letLeaseRunOut(lease);
          expect("reaped", 1, test.reaped());
          JobId id = lease.id();
          states.put(
              id,
              cancelRequested.containsKey(id)
                  ? JobState.CANCELLED
                  : attempts.get(id) >= 3 ? JobState.FAILED : JobState.QUEUED);
        });
  }

  private void cancel() {
    anyJob()
        .ifPresent(id -> {
          JobState before = states.get(id);
          Cancellation expected =
              switch (before) {
                case QUEUED, DRAFT_READY, AWAITING_APPROVAL -> Cancellation.CANCELLED;
                case RUNNING -> Cancellation.REQUESTED;
                default -> Cancellation.ALREADY_FINISHED;
              };
          expect("cancel", expected, test.queue.cancel(TENANT, id).block());
          if (before == JobState.QUEUED || before.resting()) {
            states.put(id, JobState.CANCELLED);
          } else if (before == JobState.RUNNING) {
            cancelRequested.put(id, true);
          }
        });
  }

  private void release() {
    any()
        .ifPresent(lease -> {
          boolean held = holds(lease);
          expect("release", held, test.released(lease));
          if (held && cancelRequested.containsKey(lease.id())) {
            states.put(lease.id(), JobState.CANCELLED);
          } else if (held) {
            states.put(lease.id(), JobState.QUEUED);
            attempts.merge(lease.id(), -1, Integer::sum);
          }
        });
  }

  private void resume() {
    anyJob()
        .ifPresent(id -> {
          JobState before = states.get(id);
          JobState from = before.resting() ? before : JobState.DRAFT_READY;
          Resumption answer =
              test.resumed(id, TestQueue.resume("token-" + random.nextInt(1_000_000), from));
          expect("resume", before.resting(), answer instanceof Resumption.Accepted);
          if (before.resting()) {
            states.put(id, JobState.QUEUED);
            attempts.put(id, 0);
          }
        });
  }

  private void expire() {
    if (random.nextInt(4) > 0) {
      return;
    }
    anyJob()
        .filter(id -> !states.get(id).terminal())
        .ifPresent(id -> {
          test.letDeadlinePass(test.found(id));
          expect("expired", 1, test.reaped());
          states.put(id, JobState.EXPIRED);
        });
  }

  private void compare(JobId id, JobState expected) {
    Job job = test.found(id);
    expect(id + " state", expected, job.state());
    expect(id + " has ended", true, job.state().terminal());
    expect(id + " result", expected.hasResult(), job.result() != null);
    expect(id + " tokens settled", mostTokens.getOrDefault(id, 0L), job.tokensSettled());
    List<JobEvent> ends =
        test.events(id).stream().filter(event -> event.type().equals(JobEvent.FINISHED)).toList();
    expect(id + " terminal events", 1, ends.size());
    expect(
        id + " last event",
        true,
        ends.getFirst().data().contains("\"" + expected.wireName() + "\""));
  }

  private boolean holds(Lease lease) {
    return states.get(lease.id()) == JobState.RUNNING && fences.get(lease.id()) == lease.fence();
  }

  private Standing standing(Lease lease) {
    if (!holds(lease)) {
      return Standing.LOST;
    }
    return cancelRequested.containsKey(lease.id()) ? Standing.CANCEL_REQUESTED : Standing.HELD;
  }

  private Outcome outcome() {
    return switch (random.nextInt(6)) {
      case 0 -> new Outcome.Failed("drawing-failed");
      case 1 -> new Outcome.Cancelled();
      case 2 -> new Outcome.PartiallySucceeded("{}");
      case 3 -> new Outcome.Rested(JobState.DRAFT_READY, "{}");
      case 4 -> new Outcome.Rested(JobState.AWAITING_APPROVAL, "{}");
      default -> new Outcome.Succeeded("{}");
    };
  }

  private Optional<Lease> any() {
    return leases.isEmpty()
        ? Optional.empty()
        : Optional.of(leases.get(random.nextInt(leases.size())));
  }

  private Optional<JobId> anyJob() {
    return states.keySet().stream()
        .skip(states.isEmpty() ? 0 : random.nextInt(states.size()))
        .findFirst();
  }

  private void expect(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      complaints.add(what + ": expected " + expected + ", was " + actual);
    }
  }
}
