package dev.nextflow.engine.drawing;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.runtime.Tensor;
import dev.nextflow.sequences.Noise;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSampling;
import java.util.Arrays;
import java.util.List;

/**
 * Draws codes from hidden states: guidance, temperature, top-k and top-p are the graph's work; the
 * noise is a number per position that depends on (seed, image, scale, position) alone.
 */
public final class ScaleSampler {

  /** The graph that this class runs. */
  public static final String GRAPH = "scale_sampler";

  private final RunControl control;
  private final Binding binding;
  private final List<DrawRequest> requests;
  private final int visualCodes;
  private final Buffer guidance; // [requests]
  private final Buffer temperature; // [requests]
  private final Buffer topK; // [requests]
  private final Buffer topP; // [requests]
  private final Buffer uniforms; // [requests, codes]
  private final Buffer codes; // [requests, codes]

  /**
   * @param scope owns all memory
   * @param requests whose sampling, schedule and noise count; their ids do not
   * @param mostCodes most codes of a scale
   * @param visualCodes image codes are below it
   */
  public ScaleSampler(
      NativeScope scope,
      OpenGraphs graphs,
      RunControl control,
      List<DrawRequest> requests,
      int mostCodes,
      int visualCodes) {
    HostMemory host = HostMemory.INSTANCE;
    int batch = requests.size();
    this.control = control;
    this.binding = graphs.get(GRAPH).bind(scope);
    this.requests = requests;
    this.visualCodes = visualCodes;
    this.guidance = host.buffer(scope, ElementType.FLOAT32, batch);
    this.temperature = host.buffer(scope, ElementType.FLOAT32, batch);
    this.topK = host.buffer(scope, ElementType.INT64, batch);
    this.topP = host.buffer(scope, ElementType.FLOAT32, batch);
    this.uniforms = host.buffer(scope, ElementType.FLOAT32, (long) batch * mostCodes);
    this.codes = host.buffer(scope, ElementType.INT64, (long) batch * mostCodes);
  }

  /** Writes what the draws of one scale need, for all requests. */
  public void prepare(int scale, int size) {
    for (int b = 0; b < requests.size(); b++) {
      DrawRequest request = requests.get(b);
      ScaleSampling sampling = request.sampling().at(scale, request.schedule().level());
      guidance.write(b, (float) sampling.guidance());
      temperature.write(b, (float) sampling.temperature());
      topK.write(b, (long) sampling.topK());
      topP.write(b, (float) sampling.topP());
      uniforms.write((long) b * size, Noise.uniforms(request.seed(), request.image(), scale, size));
    }
  }

  /**
   * Draws for some of the requests.
   *
   * @param first the first of them
   * @param count how many
   * @param size codes of each
   * @param conditional hidden states [count, size, width]
   * @param unconditional likewise; the same tensor where there is no guidance
   */
  public void sample(int first, int count, int size, Tensor conditional, Tensor unconditional) {
    try (NativeScope tensors = new NativeScope()) {
      long offset = (long) first * size;
      binding
          .input("conditional", conditional)
          .input("unconditional", unconditional)
          .input("guidance", guidance.tensorAt(tensors, first, count))
          .input("temperature", temperature.tensorAt(tensors, first, count))
          .input("top_k", topK.tensorAt(tensors, first, count))
          .input("top_p", topP.tensorAt(tensors, first, count))
          .input("uniforms", uniforms.tensorAt(tensors, offset, count, size))
          .output("codes", codes.tensorAt(tensors, offset, count, size))
          .run(control);
    }
  }

  /**
   * The codes that were drawn for a request.
   *
   * @throws EngineException if the graph wrote something that is no code
   */
  public ScaleCodes codes(int request, int size) {
    long[] written = codes.longs((long) request * size, size);
    for (long code : written) {
      if (code < 0 || code >= visualCodes) {
        throw new EngineException("BAD_CODE", "the sampler wrote " + code);
      }
    }
    return ScaleCodes.of(Arrays.stream(written).mapToInt(code -> (int) code).toArray());
  }
}
