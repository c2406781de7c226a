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
 */
record PictureQuery(int scale, PictureFormat format, @Nullable Integer width) {

  /**
   * Reads {@code scale}, {@code format} and {@code width}, and {@code Accept} where no format is
   * given.
   *
   * @throws ProblemException with every parameter that breaks a rule
   */
  static PictureQuery read(ServerHttpRequest request, ScaleSchedule schedule) {
    MultiValueMap<String, String> parameters = request.getQueryParams();
    List<FieldError> broken = new ArrayList<>();
    Integer scale = number(parameters, "scale", schedule.level(), broken);
    Integer width = number(parameters, "width", schedule.widthPx(), broken);
    String named = parameters.getFirst("format");
    PictureFormat format = named == null ? null : PictureFormat.named(named).orElse(null);
    if (named != null && format == null) {
      broken.add(new FieldError("format", "must be png, jpeg or webp"));
    }
    if (!broken.isEmpty()) {
      throw ProblemException.of(ProblemType.INVALID_REQUEST, broken.toArray(FieldError[]::new));
    }
    return new PictureQuery(
        scale == null ? schedule.level() : scale,
        format == null ? PictureFormat.preferred(accepted(request.getHeaders())) : format,
        width);
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
