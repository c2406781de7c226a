package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of a {@link Sampling}'s own values: lists with one value for each scale,
 * scale 1 first, all of the same length. A list that is null changes nothing.
 *
 * @param guidance strength at each scale as it stands, without the ramp
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SamplingPerScale(
    @Nullable List<Double> guidance,
    @Nullable List<Double> temperature,
    @Nullable List<Integer> topK,
    @Nullable List<Double> topP) {

  public SamplingPerScale {
    guidance = copy(guidance);
    temperature = copy(temperature);
    topK = copy(topK);
    topP = copy(topP);
    long lengths = lists(guidance, temperature, topK, topP).map(List::size).distinct().count();
    if (lengths != 1) {
      throw new IllegalArgumentException("lists per scale must be given, and of one length");
    }
  }

  /** How many scales the lists are for. */
  public int scales() {
    return lists(guidance, temperature, topK, topP).findFirst().orElseThrow().size();
  }

  private static <T> @Nullable List<T> copy(@Nullable List<T> list) {
    return list == null ? null : List.copyOf(list);
  }

  private static Stream<? extends List<?>> lists(@Nullable List<?>... lists) {
    return Stream.of(lists).filter(Objects::nonNull);
  }
}
