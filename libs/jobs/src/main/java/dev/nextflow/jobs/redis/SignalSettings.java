package dev.nextflow.jobs.redis;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a process hears of. A Redis that knows its users lets a worker hear of its own queues alone,
 * and the pattern must be the very one that the user is allowed.
 *
 * @param queues patterns of queue names, as {@code PSUBSCRIBE} takes them
 */
@ConfigurationProperties("nextflow.signals")
record SignalSettings(@DefaultValue("*") List<String> queues) {

  /** Of all queues. */
  static final SignalSettings ALL = new SignalSettings(List.of("*"));

  SignalSettings {
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("nextflow.signals.queues must name a pattern");
    }
    queues = List.copyOf(queues);
  }
}
