package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SessionTest {

  private static final EngineOptions ONE_THREAD = EngineOptions.cpu(1);

  private final NativeUsage before = NativeScope.usage();
  private NativeScope scope;

  @BeforeEach
  void openScope() {
    scope = new NativeScope();
  }

  @AfterEach
  void nothingIsLeft() {
    scope.close();
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  @Test
  void runsAGraphOverBoundMemory() {
    try (Session add = Session.open(TestGraphs.path("add"), ONE_THREAD);
        NativeScope run = new NativeScope()) {
      Buffer a = floats(1, 2, 3);
      Buffer b = floats(10, 20, 30);
      Buffer sum = floats(0, 0, 0);
      Binding binding =
          add.bind(run)
              .input("a", a.tensor(run, 3))
              .input("b", b.tensor(run, 3))
              .output("sum", sum.tensor(run, 3));
      binding.run(new RunControl(run));
      assertThat(sum.elements().toArray(JAVA_FLOAT)).containsExactly(11, 22, 33);

      a.elements().setAtIndex(JAVA_FLOAT, 0, 5);
      binding.run(new RunControl(run));
      assertThat(sum.elements().toArray(JAVA_FLOAT)).containsExactly(15, 22, 33);
    }
  }

  @Test
  void knowsTheNamesOfItsInputsAndOutputs() {
    try (Session add = Session.open(TestGraphs.path("add"), ONE_THREAD)) {
      assertThat(add.inputs()).containsExactly("a", "b");
      assertThat(add.outputs()).containsExactly("sum");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> add.bind(scope).input("c", floats(1).tensor(scope, 1)))
          .withMessageContaining("no input named c");
      scope.close();
    }
  }

  /**
   * The promise that the caches stand on: bound as input and output, memory is updated where it is.
   */
  @Test
  void updatesACacheInPlace() {
    try (Session scatter = Session.open(TestGraphs.path("scatter"), ONE_THREAD);
        NativeScope run = new NativeScope()) {
      Buffer cache = HostMemory.INSTANCE.buffer(run, ElementType.FLOAT32, 2 * 3 * 4);
      Buffer update = floats(1, 2, 3, 4, 5, 6, 7, 8);
      Buffer indices = HostMemory.INSTANCE.buffer(run, ElementType.INT64, 2);
      indices.elements().setAtIndex(JAVA_LONG, 1, 2);
      MemorySegment.copy(new float[] {9}, 0, cache.elements(), JAVA_FLOAT, 4 * Float.BYTES, 1);
      Tensor tensor = cache.tensor(run, 2, 3, 4);
      scatter
          .bind(run)
          .input("cache", tensor)
          .input("update", update.tensor(run, 2, 1, 4))
          .input("write_indices", indices.tensor(run, 2))
          .output("updated_cache", tensor)
          .run(new RunControl(run));
      assertThat(cache.elements().toArray(JAVA_FLOAT))
          .containsExactly(1, 2, 3, 4, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8);
    }
  }

  @Test
  void aGraphThatFailsSaysWhyHereAndInTheLog() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.nextflow.engine.onnxruntime");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try (Session add = Session.open(TestGraphs.path("add"), ONE_THREAD);
        NativeScope run = new NativeScope()) {
      Binding binding =
          add.bind(run)
              .input("a", floats(1, 2, 3).tensor(run, 3))
              .input("b", floats(1, 2).tensor(run, 2))
              .output("sum", floats(0, 0, 0).tensor(run, 3));
      RunControl control = new RunControl(run);
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> binding.run(control))
          .withMessageContaining("Add");
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list)
        .anySatisfy(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.ERROR);
          assertThat(line.getFormattedMessage()).contains("Add");
        });
  }

  @Test
  void aTensorNeverReachesBeyondItsBuffer() {
    Buffer buffer = floats(1, 2, 3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> buffer.tensor(scope, 2, 2));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> buffer.tensorAt(scope, 2, 2));
  }

  @Test
  void aMissingGraphIsNamed() {
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> Session.open(Path.of("no-such.onnx"), ONE_THREAD))
        .withMessageContaining("no-such.onnx")
        .satisfies(e -> assertThat(e.code()).isEqualTo("NO_SUCHFILE"));
  }

  @Test
  void aFileThatIsNoGraphIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("text.onnx"), "this is no graph");
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> Session.open(file, ONE_THREAD))
        .satisfies(e -> assertThat(e.code()).isEqualTo("INVALID_PROTOBUF"));
  }

  @Test
  void cudaWithoutACudaLibraryIsOneClearLine() {
    EngineOptions cuda = new EngineOptions(Provider.CUDA, 0, 1);
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> Session.open(TestGraphs.path("add"), cuda))
        .withMessageContaining("provider CUDA was asked for")
        .withMessageContaining("CPUExecutionProvider")
        .withMessageContaining("-Dnextflow.onnxruntime.path")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private Buffer floats(float... values) {
    Buffer buffer = HostMemory.INSTANCE.buffer(scope, ElementType.FLOAT32, values.length);
    MemorySegment.copy(values, 0, buffer.elements(), JAVA_FLOAT, 0, values.length);
    return buffer;
  }
}
