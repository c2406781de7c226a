package dev.nextflow.engine.runtime;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One graph, loaded. Any thread may make bindings; close it after all of them. */
public final class Session implements AutoCloseable {

  private final NativeScope scope;
  private final MemorySegment handle;
  private final Map<String, MemorySegment> inputs;
  private final Map<String, MemorySegment> outputs;
  private final TensorMemory memory;

  private Session(NativeScope scope, MemorySegment handle, EngineOptions options) {
    this.scope = scope;
    this.handle = handle;
    this.inputs = strings(SessionFunctions.inputNames(handle));
    this.outputs = strings(SessionFunctions.outputNames(handle));
    this.memory =
        options.provider() == Provider.CUDA
            ? new DeviceMemory(scope, handle, options.device())
            : HostMemory.INSTANCE;
  }

  /**
   * Loads a graph and its weights.
   *
   * @throws EngineException if it cannot be read or run
   */
  public static Session open(Path graph, EngineOptions options) {
    MemorySegment environment = Environment.handle();
    NativeScope scope = new NativeScope();
    try (NativeScope opening = new NativeScope()) {
      MemorySegment settings = SessionSettings.create(opening, options);
      MemorySegment path = opening.string(graph.toAbsolutePath().toString(), pathCharset());
      MemorySegment handle =
          scope.own(
              SessionFunctions.create(environment, path, settings), SessionFunctions::release);
      return new Session(scope, handle, options);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /** Names of the graph's inputs. */
  public Set<String> inputs() {
    return inputs.keySet();
  }

  /** Names of the graph's outputs. */
  public Set<String> outputs() {
    return outputs.keySet();
  }

  /** Where tensors that stay between runs should lie. */
  public TensorMemory memory() {
    return memory;
  }

  /** A new binding, released by the given scope. */
  public Binding bind(NativeScope owner) {
    return new Binding(this, owner);
  }

  /** Not while a binding of this session exists. */
  @Override
  public void close() {
    scope.close();
  }

  MemorySegment handle() {
    return handle;
  }

  MemorySegment inputName(String name) {
    return known(inputs, "input", name);
  }

  MemorySegment outputName(String name) {
    return known(outputs, "output", name);
  }

  private static MemorySegment known(Map<String, MemorySegment> names, String kind, String name) {
    @Nullable MemorySegment known = names.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "no " + kind + " named " + name + " among " + names.keySet());
    }
    return known;
  }

  private Map<String, MemorySegment> strings(List<String> names) {
    Map<String, MemorySegment> strings = new LinkedHashMap<>();
    names.forEach(name -> strings.put(name, scope.string(name, StandardCharsets.UTF_8)));
    return strings;
  }

  /** ORTCHAR_T. */
  private static Charset pathCharset() {
    return System.getProperty("os.name").startsWith("Windows")
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }
}
