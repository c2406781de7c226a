package dev.nextflow.engine.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.GraphDescription;
import dev.nextflow.engine.bundle.GraphDescription.TensorDescription;
import dev.nextflow.engine.fixtures.GraphRunner;
import dev.nextflow.engine.fixtures.Parity.TensorCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.Session;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A row of the transformer is the same to the bit, alone or among others with other lengths: what
 * the promise of the same tokens stands on.
 */
class BatchInvarianceTest {

  private static final int ROWS = 4;
  private static final int TOKENS = 9;
  private static final int CACHE_LENGTH = 48;
  private static final List<Integer> PAST = List.of(3, 21, 0, 14);

  private final Bundle bundle = TinyBundle.bundle();

  @ParameterizedTest
  @ValueSource(strings = {"steps", "prefill"})
  void aRowIsTheSameToTheBitAloneAndInABatch(String name) {
    GraphDescription description = bundle.graph(name);
    try (Session graph = Session.open(bundle.file(description.file()), EngineOptions.cpu(2))) {
      byte[] together = hiddenStates(graph, description, 0, ROWS);
      for (int row = 0; row < ROWS; row++) {
        int bytes = together.length / ROWS;
        assertThat(hiddenStates(graph, description, row, 1))
            .as("row %d", row)
            .isEqualTo(Arrays.copyOfRange(together, row * bytes, (row + 1) * bytes));
      }
    }
  }

  private byte[] hiddenStates(Session graph, GraphDescription description, int first, int rows) {
    return GraphRunner.run(
            graph,
            tensors(description.inputs(), first, rows),
            tensors(description.outputs(), first, rows))
        .get("hidden_states");
  }

  private static Map<String, TensorCase> tensors(
      Map<String, TensorDescription> described, int first, int rows) {
    Map<String, TensorCase> tensors = new LinkedHashMap<>();
    described.forEach((name, tensor) -> tensors.put(name, tensor(name, tensor, first, rows)));
    return tensors;
  }

  private static TensorCase tensor(String name, TensorDescription described, int first, int rows) {
    Map<String, Integer> free =
        Map.of("batch", rows, "position", TOKENS, "cache_length", CACHE_LENGTH);
    long[] shape =
        described.shape().stream()
            .mapToLong(dimension ->
                dimension instanceof Number fixed ? fixed.longValue() : free.get(dimension))
            .toArray();
    if (described.type().equals("int64")) {
      ArrayNode lengths = JsonNodeFactory.instance.arrayNode();
      for (int past : PAST.subList(first, first + rows)) {
        lengths.add(name.equals("nonpad_kv_seqlen") ? past + TOKENS : past);
      }
      return new TensorCase("int64", shape, lengths);
    }
    int rowElements = (int) Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    return new TensorCase(
        "float32",
        shape,
        JsonNodeFactory.instance.stringNode(
            Base64.getEncoder().encodeToString(noise(name, first, rows, rowElements))));
  }

  /** Every row has numbers of its own, the same in every batch. */
  private static byte[] noise(String name, int first, int rows, int rowElements) {
    byte[] bytes = new byte[rows * rowElements * Float.BYTES];
    for (int row = 0; row < rows; row++) {
      SplittableRandom random = new SplittableRandom(31L * name.hashCode() + first + row);
      for (int i = 0; i < rowElements; i++) {
        MemorySegment.ofArray(bytes)
            .setAtIndex(
                ValueLayout.JAVA_FLOAT_UNALIGNED,
                (long) row * rowElements + i,
                (float) random.nextDouble(-1, 1));
      }
    }
    return bytes;
  }
}
