package dev.nextflow.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.DailyUsage;
import dev.nextflow.jobs.TenantRecords;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.LinkedMultiValueMap;

class UsageTest extends GatewayTest {

  @Autowired private TenantRecords records;

  @Test
  void countsWhatWasDrawn() {
    long before = tokens();
    Worker.takes(queue, submitted()).draws(1, 3);
    assertThat(tokens() - before).isEqualTo(14);

    Worker.takes(queue, submitted()).draws(1, 6);

    assertThat(tokens() - before).isEqualTo(14 + 91);
    assertThat(api.get("/v1/usage").json().get("days").valueStream())
        .anyMatch(day -> day.get("kinds").has("generation"));
  }

  @Test
  void putsTheKindsOfADayTogether() {
    LocalDate day = LocalDate.of(2026, 11, 24);

    UsageView view =
        UsageView.of(
            day.minusDays(1),
            day,
            List.of(
                new DailyUsage(day.minusDays(1), "generation", 5),
                new DailyUsage(day, "generation", 7),
                new DailyUsage(day, "understanding", 2)));

    assertThat(view.tokens()).isEqualTo(14);
    assertThat(view.days()).extracting(UsageView.Day::tokens).containsExactly(5L, 9L);
    assertThat(view.days().getLast().kinds())
        .containsEntry("generation", 7L)
        .containsEntry("understanding", 2L);
  }

  @Test
  void isOfTheLastThirtyDaysWhereNothingIsSaid() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-24T23:59:59Z"), ZoneOffset.UTC);

    UsageView view =
        new UsageController(records, clock)
            .usage(new Tenant("nobody"), new LinkedMultiValueMap<>())
            .block();

    assertThat(view.to()).isEqualTo(LocalDate.of(2026, 11, 24));
    assertThat(view.from()).isEqualTo(LocalDate.of(2026, 10, 26));
    assertThat(view.days()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from=yesterday                     | from  | must be a day such as 2026-11-24
          to=2026-02-30                      | to    | must be a day such as 2026-11-24
          from=2026-11-02&to=2026-11-01      | from  | must not be after to
          from=2024-01-01&to=2026-01-01      | from  | must be at most 400 days before to
          day=2026-11-24                     | day   | unknown parameter
          """)
  void refusesDaysThatAreNone(String query, String field, String rule) {
    Answer answer = api.get("/v1/usage?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  private long tokens() {
    return api.get("/v1/usage").json().get("tokens").longValue();
  }
}
