package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How large a picture is wanted, in one of two ways: in pixels, or as a row of the schedule table
 * and how many of its scales. Where nothing was said it is the model's first size.
 *
 * @param size width x height in pixels, such as {@code 96x96}
 * @param aspectRatio width : height of a row's full grid, such as {@code 7:4}; null is the first
 * @param level how many scales; null is the finest that the model has
 */
record Shape(@Nullable String size, @Nullable String aspectRatio, @Nullable Long level) {

  Shape {
    Rules rules = new Rules();
    rules.require(
        size == null || aspectRatio == null && level == null,
        "size",
        "must be left out where aspect_ratio or level is given");
    rules.enforce();
  }

  /** The shape among a request's fields, or null with its fault noted there. */
  static @Nullable Shape from(RequestFields fields) {
    String size = fields.text("size");
    String aspectRatio = fields.text("aspect_ratio");
    Long level = fields.whole("level");
    return fields.noting(() -> new Shape(size, aspectRatio, level));
  }

  /** Whether nothing was said. */
  boolean open() {
    return size == null && aspectRatio == null && level == null;
  }

  /** The schedule that the model has for it, or null with what the model has instead noted. */
  @Nullable ScaleSchedule schedule(Model model, Rules rules) {
    if (aspectRatio != null || level != null) {
      return ofRow(model, rules);
    }
    Map<String, ScaleSchedule> sizes = model.sizes();
    if (size == null) {
      return sizes.values().iterator().next();
    }
    rules.require(
        sizes.containsKey(size), "size", "must be one of " + String.join(", ", sizes.keySet()));
    return sizes.get(size);
  }

  private @Nullable ScaleSchedule ofRow(Model model, Rules rules) {
    Map<String, Grid> rows = model.aspectRatios();
    rules.require(
        aspectRatio == null || rows.containsKey(aspectRatio),
        "aspect_ratio",
        "must be one of " + String.join(", ", rows.keySet()));
    rules.require(
        level == null || model.finestFirst().stream().anyMatch(has -> has.longValue() == level),
        "level",
        "must be one of "
            + model.finestFirst().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    Grid row = aspectRatio == null ? rows.values().iterator().next() : rows.get(aspectRatio);
    int scales =
        level == null
            ? model.finestFirst().getFirst()
            : Math.clamp(level, 1, ScaleSchedule.MAX_LEVEL);
    return row == null || !model.levels().contains(scales) ? null : model.schedule(row, scales);
  }
}
