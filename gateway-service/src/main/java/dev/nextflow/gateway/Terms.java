package dev.nextflow.gateway;

import dev.nextflow.jobs.Labels;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a job is kept and looked for.
 *
 * @param deadline from its submission; null: the gateway's own
 * @param retention from its end; null: the gateway's own
 * @param webhook id of the one webhook endpoint that hears of it; null: whichever wants to
 */
public record Terms(
    @Nullable Duration deadline,
    @Nullable Duration retention,
    Labels labels,
    @Nullable String webhook) {

  /** Of who asked for nothing. */
  public static final Terms USUAL = new Terms(null, null, Labels.NONE, null);
}
