package dev.nextflow.gateway;

import dev.nextflow.jobs.Job;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Decodes the pictures of a job: {@code openai} asks, {@code renderings} does. */
public interface Pictures {

  /**
   * How a picture is wanted.
   *
   * @param image 0-based
   * @param scales how many scales of it; null for the whole picture
   * @param format {@code png}, {@code jpeg} or {@code webp}
   * @param quality of JPEG and WebP, 1..100; null for the usual
   */
  record Wanted(int image, @Nullable Integer scales, String format, @Nullable Integer quality) {}

  /** A picture's bytes. Ends with the problem where it is not drawn that far. */
  Mono<byte[]> picture(Job job, Wanted wanted);
}
