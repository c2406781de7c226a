package dev.nextflow.gateway;

import reactor.core.publisher.Mono;

/** Turns token ids back into text: {@code jobs} asks, {@code renderings} does. */
public interface Answers {

  /**
   * The text of an answer. Ends with the problem where it can't be had now.
   *
   * @param model name of the model that wrote it
   */
  Mono<String> text(String model, int[] ids);
}
