package dev.nextflow.gateway.usage;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.TenantRecords;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /v1/usage}: what is counted when a worker reports, hence the same for any ending. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class UsageController {

  private static final int USUAL_DAYS = 30;

  private final TenantRecords records;
  private final Clock clock;

  @Autowired
  UsageController(TenantRecords records) {
    this(records, Clock.systemUTC());
  }

  UsageController(TenantRecords records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /** The days from {@code from} to {@code to}, both inclusive; without them the last 30. */
  @GetMapping("/v1/usage")
  Mono<UsageView> usage(Tenant tenant, @RequestParam MultiValueMap<String, String> parameters) {
    return Mono.defer(() -> {
      Rules rules = new Rules();
      rules.requireParameters(parameters, Set.of("from", "to"), Set.of());
      LocalDate to = day(parameters, "to", LocalDate.now(clock), rules);
      LocalDate from = day(parameters, "from", to.minusDays(USUAL_DAYS - 1), rules);
      rules.require(!from.isAfter(to), "from", "must not be after to");
      rules.require(
          !from.plusDays(TenantRecords.USAGE_KEPT_DAYS).isBefore(to),
          "from",
          "must be at most " + TenantRecords.USAGE_KEPT_DAYS + " days before to");
      rules.enforce();
      return records.usage(tenant.name(), from, to).map(usage -> UsageView.of(from, to, usage));
    });
  }

  private static LocalDate day(
      MultiValueMap<String, String> parameters, String name, LocalDate otherwise, Rules rules) {
    @Nullable String written = parameters.getFirst(name);
    try {
      // Four digits of a year: no day that arithmetic could carry beyond what there is.
      boolean form = written != null && written.matches("\\d{4}-\\d{2}-\\d{2}");
      rules.require(written == null || form, name, "must be a day such as 2026-11-24");
      return form ? LocalDate.parse(written) : otherwise;
    } catch (DateTimeParseException noDay) {
      rules.require(false, name, "must be a day such as 2026-11-24");
      return otherwise;
    }
  }
}
