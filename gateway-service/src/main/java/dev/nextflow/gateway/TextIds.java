package dev.nextflow.gateway;

import reactor.core.publisher.Mono;

/**
 * Turns a text into token ids, none of which is special: {@code plans} asks, {@code intake} does.
 */
public interface TextIds {

  /**
   * The ids. Ends with {@code bundle-gone} where another bundle has taken the model's name, and
   * with a problem that names the field where the text can't be read.
   *
   * @param model its name
   * @param digest of the bundle that the ids are for
   * @param field to blame
   */
  Mono<int[]> ids(String model, String digest, String field, String text);
}
