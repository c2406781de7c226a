package dev.nextflow.gateway.renderings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.sequences.problems.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

class PictureFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */*                                              | PNG
          image/*                                          | PNG
          image/jpeg                                       | JPEG
          image/webp;q=0.5, image/jpeg;q=0.9               | JPEG
          image/avif,image/webp,image/apng,image/*,*/*;q=0.8 | WEBP
          text/html, image/jpeg;q=0.1                      | JPEG
          image/png;q=0, image/*                           | WEBP
          image/png, image/webp, image/jpeg                | PNG
          """)
  void theCallersBestWins(String accept, PictureFormat expected) {
    assertThat(PictureFormat.preferred(MediaType.parseMediaTypes(accept))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/avif", "image/*;q=0", "*/*;q=0"})
  void whatCannotBeMadeIsNotAcceptable(String accept) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> PictureFormat.preferred(MediaType.parseMediaTypes(accept)));

    assertThat(refused.problem().code()).isEqualTo("not-acceptable");
  }
}
