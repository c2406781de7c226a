package dev.nextflow.engine.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Cancelling, closing, and giving memory back. */
class DrawingLifeTest {

  private final NativeUsage before = NativeScope.usage();
  private DrawingEngine engine;

  @BeforeEach
  void open() {
    engine = DrawingEngine.open(TinyBundle.bundle(), EngineOptions.cpu(1));
  }

  @AfterEach
  void everythingIsGivenBack() {
    engine.close();
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  @Test
  void aCancelFromAnotherThreadStopsADrawingWithinAScale() throws Exception {
    try (Drawing drawing = engine.begin(List.of(large()))) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread runner =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!drawing.done()) {
                    drawing.next();
                  }
                  ended.complete(new AssertionError("drawn to the end"));
                } catch (Throwable thrown) {
                  ended.complete(thrown);
                }
              });
      while (!isRunningAGraph(runner)) {
        assertThat(ended).isNotDone();
        Thread.onSpinWait();
      }
      drawing.cancel();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(EngineCancelled.class);
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(drawing::next);
    }
  }

  @Test
  void aCancelOfOneDrawingLeavesTheOthersAlone() {
    List<DrawRequest> requests = BatchOfFour.requests(true);
    try (Drawing cancelled = engine.begin(requests)) {
      cancelled.next();
      cancelled.cancel();
      assertThat(Drawings.finish(engine, requests.getFirst())).hasSize(6);
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(cancelled::next);
    }
  }

  @Test
  void fiftyDrawingsLeaveNothingBehind() {
    NativeUsage engineAlone = NativeScope.usage();
    DrawRequest request = BatchOfFour.requests(true).get(1);
    for (int i = 0; i < 50; i++) {
      try (Drawing drawing = engine.begin(List.of(request))) {
        NativeUsage atTheStart = NativeScope.usage();
        assertThat(atTheStart.bytes()).isGreaterThan(engineAlone.bytes());
        drawing.next();
        drawing.next();
        assertThat(NativeScope.usage()).as("nothing grows between scales").isEqualTo(atTheStart);
      }
      assertThat(NativeScope.usage()).isEqualTo(engineAlone);
    }
  }

  /**
   * ONNX Runtime warns whenever it has to copy a whole cache because it could not write in place.
   */
  @Test
  void nothingOnTheWayIsWorthAWarning() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.nextflow.engine.onnxruntime");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      Drawings.finish(engine, BatchOfFour.requests(true));
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void anEngineClosedUnderADrawingLetsItEnd() {
    try (Drawing drawing = engine.begin(BatchOfFour.requests(false))) {
      drawing.next();
      engine.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> engine.begin(BatchOfFour.requests(false)))
          .withMessageContaining("closed");
      while (!drawing.done()) {
        drawing.next();
      }
    }
  }

  @Test
  void aDrawingGoesOnNeitherAfterItsEndNorAfterItsClose() {
    Drawing drawing = engine.begin(BatchOfFour.requests(false));
    while (!drawing.done()) {
      drawing.next();
    }
    assertThatIllegalStateException().isThrownBy(drawing::next).withMessageContaining("done");
    drawing.close();
    drawing.close();
    drawing.cancel();
    assertThatIllegalStateException().isThrownBy(drawing::next).withMessageContaining("closed");
  }

  private static DrawRequest large() {
    DrawRequest request = BatchOfFour.requests(true).getFirst();
    ScaleSchedule schedule = TinyBundle.bundle().schedule(new Grid(64, 64), 16);
    return new DrawRequest(
        request.conditional(),
        request.unconditional(),
        schedule,
        1,
        0,
        request.sampling(),
        List.of());
  }

  private static boolean isRunningAGraph(Thread runner) {
    return Arrays.stream(runner.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("runWithBinding"));
  }
}
