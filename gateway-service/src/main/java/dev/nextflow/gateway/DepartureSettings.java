package dev.nextflow.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a gateway that is told to stop has patience.
 *
 * @param linger how long it answers on although it is not ready any more: longer than a balancer
 *     needs to notice; shorter than {@code spring.lifecycle.timeout-per-shutdown-phase}
 * @param lastAnswers how long after that callers on a line that can't be taken up may still get
 *     their answer; shorter than that time-out, too
 */
@ConfigurationProperties("nextflow.gateway.departure")
public record DepartureSettings(
    @DefaultValue("5s") Duration linger, @DefaultValue("12s") Duration lastAnswers) {

  public DepartureSettings {
    if (linger.isNegative() || lastAnswers.isNegative()) {
      throw new IllegalArgumentException("nextflow.gateway.departure.* must not be negative");
    }
  }
}
