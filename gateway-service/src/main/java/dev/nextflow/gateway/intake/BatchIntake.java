package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.BatchLines;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Notes;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads lines of batches: the same request as on its own route, and beside it {@code custom_id} and
 * {@code kind}.
 */
@Component
class BatchIntake implements BatchLines {

  private static final Pattern CUSTOM_ID = Pattern.compile("[\\x21-\\x7e]{1,64}");

  private final Intake intake;
  private final Notes notes;

  BatchIntake(Intake intake, Notes notes) {
    this.intake = intake;
    this.notes = notes;
  }

  @Override
  public Mono<BatchLine> read(String tenant, TenantLimits limits, byte[] line) {
    return Mono.defer(() -> {
      RequestFields fields;
      try {
        fields = new RequestFields(StrictJson.read(line));
      } catch (ProblemException malformed) {
        return Mono.just(new BatchLine.Bad(null, malformed.problem()));
      }
      String customId = fields.noting(() -> customId(fields.text("custom_id")));
      Kind kind = fields.choice("kind", Kind.class, Kind.RULE);
      return Mono.defer(
              () -> intake.order(tenant, Blanks.fill(kind, Kind.GENERATION), null, fields))
          .doOnNext(order -> limits.requireRoomFor(order.tokensTotal()))
          .delayUntil(order -> notes.check(tenant, order.terms()))
          .<BatchLine>map(order -> new BatchLine.Good(named(customId), order))
          .onErrorResume(
              failure -> isToBlame(failure),
              broken -> Mono.just(new BatchLine.Bad(customId, problem(broken))));
    });
  }

  private static String customId(@Nullable String written) {
    if (written == null || !CUSTOM_ID.matcher(written).matches()) {
      throw ProblemException.invalid("custom_id", "must be 1..64 visible ASCII characters");
    }
    return written;
  }

  private static String named(@Nullable String customId) {
    if (customId == null) {
      throw new IllegalStateException("a line without a name was not refused");
    }
    return customId;
  }

  /** Whatever names a field of the line; what fails otherwise would fail with any line. */
  private static boolean isToBlame(Throwable failure) {
    return failure instanceof ProblemException refused && !refused.problem().errors().isEmpty();
  }

  private static Problem problem(Throwable broken) {
    return ((ProblemException) broken).problem();
  }
}
