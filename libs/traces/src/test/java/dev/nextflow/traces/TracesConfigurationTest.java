package dev.nextflow.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TracesConfigurationTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  private final ApplicationContextRunner boot =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(TracesConfiguration.class));

  private final ApplicationContextRunner exporting =
      boot.withBean(SpanExporter.class, InMemorySpanExporter::create);

  @Test
  void nothingIsRecordedWhereNobodyWantsSpans() {
    boot.withPropertyValues("management.tracing.sampling.probability=1")
        .run(context ->
            assertThat(
                    List.of(
                        recorded(context.getBean(Sampler.class), true),
                        recorded(context.getBean(Sampler.class), false)))
                .containsOnly(false));
  }

  @Test
  void aCallersChoiceIsFollowedWhereItIsHeeded() {
    exporting
        .withPropertyValues("management.tracing.sampling.probability=0")
        .run(context -> {
          assertThat(recorded(context.getBean(Sampler.class), true)).isTrue();
          assertThat(recorded(context.getBean(Sampler.class), false)).isFalse();
        });
  }

  @Test
  void theOperatorsProbabilityDecidesWhereItIsNot() {
    for (String probability : List.of("0", "1")) {
      exporting
          .withPropertyValues(
              "nextflow.traces.heed-callers=false",
              "management.tracing.sampling.probability=" + probability)
          .run(context -> {
            Sampler sampler = context.getBean(Sampler.class);
            boolean all = probability.equals("1");
            assertThat(recorded(sampler, true)).isEqualTo(all);
            assertThat(recorded(sampler, false)).isEqualTo(all);
          });
    }
  }

  /** Whether a request is recorded whose caller records it, or does not. */
  private static boolean recorded(Sampler sampler, boolean byCaller) {
    TraceFlags flags = byCaller ? TraceFlags.getSampled() : TraceFlags.getDefault();
    SpanContext caller =
        SpanContext.createFromRemoteParent(
            TRACE_ID, "b7ad6b7169203331", flags, TraceState.getDefault());
    return sampler
        .shouldSample(
            Context.root().with(Span.wrap(caller)),
            TRACE_ID,
            "http post",
            SpanKind.SERVER,
            Attributes.empty(),
            List.of())
        .getDecision()
        .equals(SamplingDecision.RECORD_AND_SAMPLE);
  }
}
