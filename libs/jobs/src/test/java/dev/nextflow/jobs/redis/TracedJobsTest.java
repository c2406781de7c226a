package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Submission;
import dev.nextflow.jobs.Trace;
import dev.nextflow.jobs.Traces;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import dev.nextflow.testing.Eventually;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What traces and logs learn of a job on its way. */
class TracedJobsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final Trace PLACE = new Trace("00-" + TRACE_ID + "-" + CALLER + "-01", "vendor=1");

  /** Stands wherever a tenant can write something. */
  private static final String CANARY = "canary-of-a-prompt";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();

  private final Traces traces = traces(provider.get("test"));
  private final TestQueue test = TestQueue.open();
  private JobWorker worker;

  @AfterEach
  void close() {
    if (worker != null) {
      worker.stop(Duration.ZERO);
    }
    test.close();
    provider.close();
  }

  @Test
  void anAttemptGoesOnWithTheTraceInWhichTheJobWasAskedFor() {
    Job job = submitted(test.job(), PLACE);

    work((lease, reporter) -> DONE);

    SpanData attempt = finished("job attempt", 1).getFirst();
    assertThat(attempt.getTraceId()).isEqualTo(TRACE_ID);
    assertThat(attempt.getParentSpanId()).isEqualTo(CALLER);
    assertThat(attempt.getSpanContext().getTraceState().get("vendor")).isEqualTo("1");
    assertThat(attempt.getLinks()).isEmpty();
    assertThat(said(attempt))
        .isEqualTo(
            Map.of(
                "nextflow.job",
                job.id().value(),
                "nextflow.tenant",
                TENANT,
                "nextflow.queue",
                test.name,
                "nextflow.attempt",
                "1",
                "nextflow.outcome",
                "succeeded"));
  }

  @Test
  void phasesFollowEachOtherUnderTheAttemptAndHaveAnEventForEachReport() {
    submitted(test.job(), PLACE);

    work((lease, reporter) -> {
      reporter.phase("prefill");
      reporter.phase("draw");
      reporter.report(new Progress(Map.of("codes:0:1", "x"), "scale", "{}", 1));
      reporter.phase("draw");
      reporter.report(new Progress(Map.of("codes:0:2", "x"), "scale", "{}", 5));
      return DONE;
    });

    SpanData attempt = finished("job attempt", 1).getFirst();
    SpanData prefill = finished("prefill", 1).getFirst();
    SpanData draw = finished("draw", 1).getFirst();
    assertThat(List.of(prefill, draw))
        .allSatisfy(phase -> assertThat(phase.getParentSpanId()).isEqualTo(attempt.getSpanId()));
    assertThat(prefill.getEndEpochNanos()).isLessThanOrEqualTo(draw.getStartEpochNanos());
    assertThat(draw.getEvents())
        .extracting(EventData::getName)
        .containsExactly("scale, tokens: 1", "scale, tokens: 5");
  }

  @Test
  void aSecondAttemptIsLinkedToTheOneWhoseWorkItGoesOnWith() throws Exception {
    submitted(test.job(), PLACE);
    CountDownLatch reported = new CountDownLatch(1);
    work((lease, reporter) -> {
      reporter.report(new Progress(Map.of("codes:0:1", "x"), "scale", "{}", 1));
      CountDownLatch told = new CountDownLatch(1);
      reporter.onCancel(told::countDown);
      reported.countDown();
      told.await();
      throw new IllegalStateException("told to stop");
    });
    reported.await();
    worker.stop(Duration.ZERO);

    work((lease, reporter) -> DONE);

    SpanData first = finished("job attempt", 2).getFirst();
    SpanData second = finished("job attempt", 2).getLast();
    assertThat(said(first)).containsEntry("nextflow.outcome", "handed-back");
    assertThat(second.getTraceId()).isEqualTo(TRACE_ID);
    assertThat(second.getParentSpanId()).isEqualTo(CALLER);
    assertThat(second.getLinks())
        .extracting(LinkData::getSpanContext)
        .extracting("traceId", "spanId", "sampled")
        .containsExactly(org.assertj.core.groups.Tuple.tuple(TRACE_ID, first.getSpanId(), true));
  }

  @Test
  void aJobThatIsTakenUpAgainGoesOnWithTheTraceOfThatRequest() {
    Job job = submitted(test.job(), PLACE);
    work((lease, reporter) -> {
      if (!lease.checkpoint().isEmpty()) {
        return DONE;
      }
      reporter.report(new Progress(Map.of("codes:0:1", "x"), "scale", "{}", 1));
      return new Outcome.Rested(JobState.DRAFT_READY, "{}");
    });
    SpanData draft = finished("job attempt", 1).getFirst();
    String later = "00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01";

    test.queue
        .resume(
            TENANT, job.id(), new Resume("t", "h", JobState.DRAFT_READY, "{}", null, 9, 9999, 9))
        .contextWrite(new Trace(later, null)::in)
        .block(LONG);

    SpanData rest = finished("job attempt", 2).getLast();
    assertThat(rest.getTraceId()).isEqualTo("1".repeat(32));
    assertThat(rest.getParentSpanId()).isEqualTo("2".repeat(16));
    assertThat(rest.getSpanContext().getTraceState().isEmpty()).isTrue();
    assertThat(rest.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(draft.getSpanId());
  }

  @Test
  void whatIsNoTraceparentBeginsATraceOfItsOwn() {
    for (String malformed : List.of("no", "00-" + "0".repeat(32) + "-" + CALLER + "-01", "")) {
      submitted(test.job(), new Trace(malformed, null));
    }
    test.accepted(); // nobody traces it

    work((lease, reporter) -> DONE);

    assertThat(finished("job attempt", 4))
        .allSatisfy(attempt -> assertThat(attempt.getParentSpanId()).isEqualTo("0".repeat(16)))
        .extracting(SpanData::getTraceId)
        .doesNotHaveDuplicates();
  }

  @Test
  void theOutboxKeepsTheTrace() {
    NewJob plain = test.job();
    NewJob noted =
        new NewJob(
            TENANT,
            test.name,
            "generation",
            Priority.NORMAL,
            "{}",
            "{}",
            plain.labels(),
            null,
            "hash",
            1,
            plain.deadlineMs(),
            plain.retentionMs(),
            plain.share(),
            "{}",
            null);
    submitted(noted, PLACE);
    test.finished(test.leased(), DONE);
    submitted(noted, null);
    test.finished(test.leased(), DONE);

    assertThat(test.queue.outbox(test.name, LONG, 9).block(LONG))
        .extracting(OutboxEntry::trace)
        .containsExactly(PLACE, null);
  }

  @Test
  void nothingThatATenantWroteIsInAnySpan() {
    NewJob job =
        new NewJob(
            TENANT, test.name, Priority.NORMAL, CANARY, CANARY, CANARY, "hash", 1, 9999, 9999);
    submitted(job, PLACE);
    submitted(test.job(), PLACE);

    work((lease, reporter) -> {
      if (!lease.work().equals(CANARY)) {
        throw ProblemException.of(ProblemType.DRAWING_FAILED);
      }
      reporter.phase("draw");
      reporter.report(new Progress(Map.of(CANARY, CANARY), "scale", CANARY, 1));
      throw new IllegalStateException(CANARY);
    });

    List<SpanData> attempts = finished("job attempt", 2);
    assertThat(attempts)
        .extracting(attempt -> said(attempt).get("error.type"))
        .containsExactlyInAnyOrder("internal", "drawing-failed");
    assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(CANARY);
  }

  @Test
  void whatAHandlerLogsCarriesJobTenantAttemptAndTrace() {
    Job job = submitted(test.job(), PLACE);
    Map<String, String> during = new ConcurrentHashMap<>();

    work((lease, reporter) -> {
      during.putAll(MDC.getCopyOfContextMap());
      return DONE;
    });

    finished("job attempt", 1);
    assertThat(during)
        .containsEntry("job", job.id().value())
        .containsEntry("tenant", TENANT)
        .containsEntry("attempt", "1");
  }

  private static Traces traces(Tracer tracer) {
    return new Traces(
        new OtelTracer(tracer, new OtelCurrentTraceContext(), event -> {}),
        new OtelPropagator(
            ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer));
  }

  private void work(JobHandler handler) {
    worker =
        new JobWorker(test.queue, test.name, "worker", 1, handler, JobSettings.defaults(), traces);
    worker.start();
  }

  private Job submitted(NewJob job, Trace from) {
    Submission submission =
        test.queue
            .submit(job)
            .contextWrite(context -> from == null ? context : from.in(context))
            .blockOptional(LONG)
            .orElseThrow();
    return ((Submission.Accepted) submission).job();
  }

  /** The spans of a name, in the order in which they ended, once there are so many. */
  private List<SpanData> finished(String name, int count) {
    Eventually.holds(count + " spans " + name, LONG, () -> named(name).size() >= count);
    return named(name);
  }

  private List<SpanData> named(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private static Map<String, String> said(SpanData span) {
    Map<String, String> attributes = new ConcurrentHashMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value.toString()));
    return attributes;
  }
}
