package dev.nextflow.gateway.renderings;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.MediaType;

/** How a picture can be coded. The first is what a caller without a wish gets. */
enum PictureFormat {
  PNG("image/png"),
  WEBP("image/webp"),
  JPEG("image/jpeg");

  private final MediaType mediaType;

  PictureFormat(String mediaType) {
    this.mediaType = MediaType.parseMediaType(mediaType);
  }

  MediaType mediaType() {
    return mediaType;
  }

  /** The name in a query and on the inner network. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PictureFormat> named(String wireName) {
    return Arrays.stream(values()).filter(f -> f.wireName().equals(wireName)).findFirst();
  }

  /**
   * The best of what a caller accepts: highest quality first, then what it named most exactly.
   *
   * @param accepted types of the {@code Accept} header; empty accepts everything
   * @throws ProblemException {@link ProblemType#NOT_ACCEPTABLE} if it accepts none
   */
  static PictureFormat preferred(List<MediaType> accepted) {
    if (accepted.isEmpty()) {
      return PNG;
    }
    return Arrays.stream(values())
        .flatMap(format -> format.match(accepted).stream())
        .filter(match -> match.range().getQualityValue() > 0)
        .max(
            Comparator.comparingDouble((Match match) -> match.range().getQualityValue())
                .thenComparing(Match::exactness)
                .thenComparing(Match::format, Comparator.reverseOrder()))
        .map(Match::format)
        .orElseThrow(() -> ProblemException.of(ProblemType.NOT_ACCEPTABLE));
  }

  /** What the caller says about this format: its most exact range decides (RFC 9110, 12.5.1). */
  private Optional<Match> match(List<MediaType> accepted) {
    return accepted.stream()
        .filter(range -> range.includes(mediaType))
        .map(range -> new Match(this, range))
        .max(Comparator.comparing(Match::exactness));
  }

  private record Match(PictureFormat format, MediaType range) {

    int exactness() {
      return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }
  }
}
