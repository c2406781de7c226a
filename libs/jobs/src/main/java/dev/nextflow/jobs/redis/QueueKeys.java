package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Priority;
import dev.nextflow.sequences.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of a queue's keys. They share one hash tag, hence one slot of a cluster. */
record QueueKeys(String queue) {

  /** What all keys begin with. */
  String prefix() {
    return "nextflow:{" + queue + "}:";
  }

  /** What the queues of a pattern publish their signals under. */
  static String signals(String queuePattern) {
    return new QueueKeys(queuePattern).prefix() + "signals";
  }

  /** The keys that every script takes first. */
  List<String> own() {
    return List.of(prefix() + "leases", prefix() + "deadlines");
  }

  /** The rings, highest priority first. */
  List<String> rings() {
    return Arrays.stream(Priority.values())
        .map(priority -> prefix() + "ring:" + priority.wireName())
        .toList();
  }

  /** The queue's own keys, and the rings. */
  List<String> ownAndRings() {
    return joined(own(), rings());
  }

  /** The queue's own keys, and its outbox. */
  List<String> ownAndOutbox() {
    return joined(own(), List.of(prefix() + "outbox"));
  }

  /** A job's keys; those of a foreign tenant name nothing. */
  JobKeys of(String tenant, JobId id) {
    return new JobKeys(this, tenant + ":" + id.value());
  }

  /** Where a tenant's idempotency key is remembered; null: one that is never written. */
  String idempotency(String tenant, @Nullable String key) {
    return prefix() + "idempotency:" + tenant + ":" + (key == null ? "" : Sha256.hexOf(key));
  }

  /** A tenant's jobs in this queue, by their creation. */
  String index(String tenant) {
    return prefix() + "jobs:" + tenant;
  }

  /** The id in a job's name. */
  static JobId idIn(String name) {
    return new JobId(name.substring(name.indexOf(':') + 1));
  }

  /** The queue that a channel belongs to. */
  static String queueOf(String signalsChannel) {
    return signalsChannel.substring(
        signalsChannel.indexOf('{') + 1, signalsChannel.lastIndexOf('}'));
  }

  /**
   * Names of a job's keys.
   *
   * @param name {@code <tenant>:<id>}; neither part has a colon
   */
  record JobKeys(QueueKeys queue, String name) {

    String job() {
      return queue.prefix() + "job:" + name;
    }

    String checkpoint() {
      return queue.prefix() + "checkpoint:" + name;
    }

    String events() {
      return queue.prefix() + "events:" + name;
    }

    /** The keys of a script about one job. */
    List<String> all() {
      return joined(queue.own(), List.of(job(), checkpoint(), events()));
    }
  }

  static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
