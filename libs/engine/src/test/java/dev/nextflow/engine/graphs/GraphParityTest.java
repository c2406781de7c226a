package dev.nextflow.engine.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.GraphRunner;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.Parity.GraphCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every graph against what the reference model computed. */
class GraphParityTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();

  static List<GraphCase> cases() {
    return Parity.tiny().graphs();
  }

  @Test
  void everyGraphThatAnEngineRunsHasACase() {
    assertThat(cases().stream().map(GraphCase::graph))
        .contains(
            "text_embedding",
            "prefill",
            "steps",
            "scale_input",
            "scale_sampler",
            "text_head",
            "code_accumulator",
            "image_decoder",
            "image_encoder",
            "code_quantizer");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatTheReferenceModelComputes(GraphCase reference) {
    try (Session graph =
        Session.open(BUNDLE.file(BUNDLE.graph(reference.graph()).file()), EngineOptions.cpu(1))) {
      Map<String, byte[]> outputs = GraphRunner.run(graph, reference.inputs(), reference.outputs());
      assertThat(outputs).isNotEmpty();
      reference
          .outputs()
          .forEach((name, expected) -> {
            double[] written = GraphRunner.numbers(expected.type(), outputs.get(name));
            double[] wanted = GraphRunner.numbers(expected.type(), GraphRunner.bytes(expected));
            assertThat(largestDifference(written, wanted))
                .as(name)
                .isLessThanOrEqualTo(reference.tolerance());
          });
    }
  }

  private static double largestDifference(double[] written, double[] wanted) {
    assertThat(written).hasSameSizeAs(wanted);
    double largest = 0;
    for (int i = 0; i < written.length; i++) {
      double difference = Math.abs(written[i] - wanted[i]);
      // Math.max carries NaN along, and NaN is not within any tolerance.
      largest = Math.max(largest, difference);
    }
    return largest;
  }
}
