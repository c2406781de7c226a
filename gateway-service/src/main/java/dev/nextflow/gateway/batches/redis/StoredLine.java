package dev.nextflow.gateway.batches.redis;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.sequences.problems.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line as it lies in Redis, JSON: the order with its seed and its token ids, so that whoever
 * submits it submits the same.
 */
record StoredLine(@Nullable String customId, @Nullable WorkOrder order, @Nullable Problem problem) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static String write(BatchLine line) {
    return JSON.writeValueAsString(
        switch (line) {
          case BatchLine.Good(String customId, WorkOrder order) ->
              new StoredLine(customId, order, null);
          case BatchLine.Bad(String customId, Problem problem) ->
              new StoredLine(customId, null, problem);
        });
  }

  static BatchLine read(String text) {
    StoredLine line = JSON.readValue(text, StoredLine.class);
    return line.order == null
        ? new BatchLine.Bad(line.customId, Objects.requireNonNull(line.problem))
        : new BatchLine.Good(Objects.requireNonNull(line.customId), line.order);
  }
}
