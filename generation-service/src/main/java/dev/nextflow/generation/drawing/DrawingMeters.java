package dev.nextflow.generation.drawing;

import dev.nextflow.sequences.ScaleSchedule;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** What drawing takes, as {@code docs/operations/metrics.md} has it. */
public final class DrawingMeters {

  private final MeterRegistry registry;

  public DrawingMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A scale was drawn, stored and told.
   *
   * @param pictures drawn in lockstep
   * @param took with all before it since the scale before, or since the work began
   */
  public void drawn(ScaleSchedule schedule, int scale, int pictures, Duration took) {
    registry
        .timer(
            "nextflow.generation.scale",
            "schedule",
            schedule.finalGrid().toString(),
            "scale",
            Integer.toString(scale))
        .record(took);
    registry.summary("nextflow.generation.batch").record(pictures);
  }
}
