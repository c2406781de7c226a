package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;

/**
 * How a caller wants a picture.
 *
 * @param scale how many scales of it, 1..level; fewer than all is a draft
 * @param width in pixels; null for the schedule's own
 * @param quality of JPEG and WebP; null for the usual
 */
record PictureQuery(
    int scale, PictureFormat format, @Nullable Integer width, @Nullable Integer quality) {

  private static final int MOST_QUALITY = 100;
  private static final Set<String> PARAMETERS = Set.of("scale", "format", "width", "quality");

  /**
   * Reads {@code scale}, {@code format}, {@code width} and {@code quality}, and {@code Accept}
   * where no format is given.
   *
   * @param usualScale where none is given
   * @throws ProblemException with every parameter that breaks a rule
   */
  static PictureQuery read(
      MultiValueMap<String, String> parameters,
      HttpHeaders headers,
      ScaleSchedule schedule,
      int usualScale) {
    Rules rules = new Rules();
    rules.requireParameters(parameters, PARAMETERS, Set.of());
    Integer scale = number(parameters, "scale", schedule.level(), rules);
    Integer width = number(parameters, "width", schedule.widthPx(), rules);
    Integer quality = number(parameters, "quality", MOST_QUALITY, rules);
    String named = parameters.getFirst("format");
    PictureFormat format = named == null ? null : PictureFormat.named(named).orElse(null);
    rules.require(named == null || format != null, "format", "must be png, jpeg or webp");
    rules.enforce();
    PictureFormat chosen = format == null ? PictureFormat.preferred(accepted(headers)) : format;
    if (quality != null && chosen == PictureFormat.PNG) {
      throw ProblemException.invalid("quality", "must be left out with png, which loses nothing");
    }
    return new PictureQuery(scale == null ? usualScale : scale, chosen, width, quality);
  }

  private static @Nullable Integer number(
      MultiValueMap<String, String> parameters, String name, int most, Rules rules) {
    String written = parameters.getFirst(name);
    if (written == null) {
      return null;
    }
    // At most five digits: always an int.
    int number = written.matches("[0-9]{1,5}") ? Integer.parseInt(written) : 0;
    rules.within(number, 1, most, name, "must be 1.." + most);
    return number;
  }

  private static List<MediaType> accepted(HttpHeaders headers) {
    try {
      return headers.getAccept();
    } catch (InvalidMediaTypeException unreadable) {
      throw ProblemException.of(ProblemType.NOT_ACCEPTABLE);
    }
  }
}
