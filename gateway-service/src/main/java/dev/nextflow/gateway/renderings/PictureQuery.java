package dev.nextflow.gateway.renderings;

import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
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

  /**
   * Reads {@code scale}, {@code format}, {@code width} and {@code quality}, and {@code Accept}
   * where no format is given.
   *
   * @throws ProblemException with every parameter that breaks a rule
   */
  static PictureQuery read(ServerHttpRequest request, ScaleSchedule schedule) {
    MultiValueMap<String, String> parameters = request.getQueryParams();
    List<FieldError> broken = new ArrayList<>();
    Integer scale = number(parameters, "scale", schedule.level(), broken);
    Integer width = number(parameters, "width", schedule.widthPx(), broken);
    Integer quality = number(parameters, "quality", MOST_QUALITY, broken);
    String named = parameters.getFirst("format");
    PictureFormat format = named == null ? null : PictureFormat.named(named).orElse(null);
    if (named != null && format == null) {
      broken.add(new FieldError("format", "must be png, jpeg or webp"));
    }
    if (!broken.isEmpty()) {
      throw ProblemException.of(ProblemType.INVALID_REQUEST, broken.toArray(FieldError[]::new));
    }
    PictureFormat chosen =
        format == null ? PictureFormat.preferred(accepted(request.getHeaders())) : format;
    if (quality != null && chosen == PictureFormat.PNG) {
      throw ProblemException.invalid("quality", "must be left out with png, which loses nothing");
    }
    return new PictureQuery(scale == null ? schedule.level() : scale, chosen, width, quality);
  }

  private static @Nullable Integer number(
      MultiValueMap<String, String> parameters, String name, int most, List<FieldError> broken) {
    String written = parameters.getFirst(name);
    if (written == null) {
      return null;
    }
    // At most five digits: always an int.
    int number = written.matches("[0-9]{1,5}") ? Integer.parseInt(written) : 0;
    if (number < 1 || number > most) {
      broken.add(new FieldError(name, "must be 1.." + most));
    }
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
