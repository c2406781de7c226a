package dev.nextflow.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.limits.Standing.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.util.context.Context;

class RateLimitHeadersTest {

  private final MockServerHttpResponse response = new MockServerHttpResponse();
  private final RateLimitHeaders headers =
      new RateLimitHeaders(response, new TenantLimits(600, 1_000_000, 1, 1));

  @Test
  void bothQuotasStandInOneFieldEach() {
    headers.tell(Quota.REQUESTS, new Standing(Outcome.TAKEN, 599, 61, 7));
    headers.tell(Quota.TOKENS, new Standing(Outcome.TAKEN, 999_909, 12, 7));

    assertThat(response.getHeaders().get("RateLimit-Policy"))
        .containsExactly("\"requests\";q=600;w=60, \"tokens\";q=1000000;qu=\"tokens\";w=60");
    assertThat(response.getHeaders().get("RateLimit"))
        .containsExactly("\"requests\";r=599;t=61, \"tokens\";r=999909;t=12");
    assertThat(response.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER)).isFalse();
  }

  @Test
  void whatIsRefusedIsToldWhenItFits() {
    headers.tell(Quota.TOKENS, new Standing(Outcome.REFUSED, 10, 33, 7));

    assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("33");
  }

  @Test
  void anAnswerThatIsOnItsWayIsLeftAlone() {
    response.setComplete().block();

    headers.tell(Quota.TOKENS, new Standing(Outcome.TAKEN, 10, 33, 7));

    assertThat(response.getHeaders().containsHeader("RateLimit")).isFalse();
  }

  @Test
  void workThatNoRequestWaitsForHasNobodyToTell() {
    RateLimitHeaders.tell(Context.empty(), Quota.TOKENS, new Standing(Outcome.TAKEN, 10, 33, 7));
  }

  /** One job is charged once, and what is no new job not at all. */
  @ParameterizedTest
  @CsvSource({
    "TAKEN, true, 0",
    "TAKEN, false, -91",
    "OPEN, true, 0",
    "OPEN, false, 0",
    "SETTLED, true, 91",
    "SETTLED, false, 0"
  })
  void aChargeIsPutRightByWhatCameOfIt(Outcome charge, boolean isNew, long correction) {
    assertThat(TokenAdmission.correction(charge, isNew, 91)).isEqualTo(correction);
  }
}
