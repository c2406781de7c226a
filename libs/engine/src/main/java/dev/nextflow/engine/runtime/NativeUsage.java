package dev.nextflow.engine.runtime;

/**
 * What this process holds outside the Java heap on behalf of the engine, without what ONNX Runtime
 * holds for itself (weights, its arena).
 *
 * @param scopes owners that are not closed
 * @param handles ONNX Runtime objects that are not released
 * @param bytes buffers on the host and the device
 * @param cacheBytes of them, caches of keys and values, as they were reserved
 */
public record NativeUsage(int scopes, int handles, long bytes, long cacheBytes) {}
