package dev.nextflow.gateway.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A page of jobs.
 *
 * @param jobs newest first; may be fewer than the limit though more follow. An {@code answer} is
 *     null here
 * @param nextCursor where the next page begins; null: there is none
 */
@JsonNaming(SnakeCaseStrategy.class)
record JobListView(String object, List<JobView> jobs, @Nullable String nextCursor) {}
