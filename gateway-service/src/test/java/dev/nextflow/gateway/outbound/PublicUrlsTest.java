package dev.nextflow.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlsTest {

  private static final PublicUrls STRICT =
      new PublicUrls(false, List.of(443, 8443), new DialRules(List.of()));

  /** As strict about hosts, but http and any port will do: only the host can be to blame. */
  private static final PublicUrls LAX =
      new PublicUrls(true, List.of(443), new DialRules(List.of()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com",
        "https://example.com/hooks/7?token=abc",
        "HTTPS://Example.COM/",
        "https://example.com:443/",
        "https://example.com:8443/",
        "https://xn--bcher-kva.example/",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
        "https://1password.com/",
        "https://a.b.c.d.example/"
      })
  void aPublicHttpsUrlIsGood(String url) {
    assertThat(fault(STRICT, url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com/, must begin with https://",
    "ftp://example.com/, must begin with https://",
    "https://user@example.com/, must not carry a user or password",
    "https://:@example.com/, must not carry a user or password",
    "https://example.com/#a, must not carry a fragment",
    "https://example.com:80/, 'must name no port but [443, 8443]'",
    "https://example.com:6379/, 'must name no port but [443, 8443]'",
    "https://10.0.0.1/, must name a public host",
    "https://[::1]/, must name a public host",
    "https://0177.0.0.1/, must name a public host",
    "https://example.com./, must name a public host"
  })
  void aBrokenRuleIsNamed(String url, String rule) {
    assertThat(fault(STRICT, url)).contains(rule);
  }

  static Stream<String> forms() {
    return Stream.concat(UrlForms.ADDRESSES.stream(), UrlForms.DISGUISES.stream())
        .map(form -> form.formatted(8080));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormThatLeadsInsideIsRefusedByItsTextAlone(String url) {
    assertThat(fault(LAX, url)).isPresent();
    assertThat(fault(STRICT, url.replaceFirst("^http:", "https:").replace(":8080", "")))
        .isPresent();
  }

  @Test
  void anOverlongUrlIsRefused() {
    assertThat(fault(STRICT, "https://example.com/" + "a".repeat(2028))).isEmpty();
    assertThat(fault(STRICT, "https://example.com/" + "a".repeat(2029))).isPresent();
  }

  @Test
  void laptopsMayCallThemselves() {
    PublicUrls laptop =
        new PublicUrls(true, List.of(443), new DialRules(List.of(Network.parse("127.0.0.0/8"))));

    assertThat(fault(laptop, "http://127.0.0.1:9999/hook")).isEmpty();
    assertThat(fault(laptop, "http://localhost:9999/hook")).isEmpty();
    assertThat(fault(laptop, "http://192.168.0.1/hook")).contains("must name a public host");
  }

  private static Optional<String> fault(PublicUrls urls, String url) {
    Rules rules = new Rules();
    urls.check(url, rules);
    try {
      rules.enforce();
      return Optional.empty();
    } catch (ProblemException broken) {
      assertThat(broken.problem().errors())
          .extracting(Problem.FieldError::field)
          .containsOnly("url");
      return Optional.of(broken.problem().errors().getFirst().rule());
    }
  }
}
