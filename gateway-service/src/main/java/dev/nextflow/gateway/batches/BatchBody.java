package dev.nextflow.gateway.batches;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.BatchLines;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the body of a batch: JSON Lines, empty ones left out. */
final class BatchBody {

  private static final int CHECKED_AT_ONCE = 16;

  /** Enough to mend a batch. */
  private static final int MAX_TOLD = 20;

  private BatchBody() {}

  /**
   * Checks every line. Ends with a problem where there are none or too many, or where none is good:
   * of that no batch could come.
   */
  static Mono<List<BatchLine>> read(Tenant tenant, byte[] body, BatchLines reader, int mostLines) {
    List<byte[]> lines = lines(body, mostLines + 1);
    if (lines.isEmpty() || lines.size() > mostLines) {
      return Mono.error(
          ProblemException.invalid("body", "must be 1.." + mostLines + " lines of JSON"));
    }
    return Flux.fromIterable(lines)
        .flatMapSequential(
            line -> reader.read(tenant.name(), tenant.limits(), line), CHECKED_AT_ONCE)
        .collectList()
        .map(BatchBody::withoutRepeats)
        .doOnNext(BatchBody::requireOneGood);
  }

  /** At most so many: a body of nothing but line ends must not cost more. */
  private static List<byte[]> lines(byte[] body, int most) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= body.length && lines.size() < most; at++) {
      if (at == body.length || body[at] == '\n') {
        int end = at > start && body[at - 1] == '\r' ? at - 1 : at;
        if (end > start) {
          lines.add(Arrays.copyOfRange(body, start, end));
        }
        start = at + 1;
      }
    }
    return lines;
  }

  private static List<BatchLine> withoutRepeats(List<BatchLine> lines) {
    Set<String> names = new HashSet<>();
    return lines.stream()
        .map(line ->
            line instanceof BatchLine.Good(String name, _) && !names.add(name)
                ? new BatchLine.Bad(
                    name,
                    Problem.of(
                        ProblemType.INVALID_REQUEST,
                        new FieldError("custom_id", "must be another than on the lines before")))
                : line)
        .toList();
  }

  private static void requireOneGood(List<BatchLine> lines) {
    if (lines.stream().noneMatch(BatchLine.Good.class::isInstance)) {
      List<FieldError> errors = new ArrayList<>();
      for (int number = 1; number <= lines.size() && errors.size() < MAX_TOLD; number++) {
        String line = "line " + number;
        told(((BatchLine.Bad) lines.get(number - 1)).problem())
            .map(error -> new FieldError(line + ": " + error.field(), error.rule()))
            .forEach(errors::add);
      }
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST, errors.stream().limit(MAX_TOLD).toArray(FieldError[]::new));
    }
  }

  private static Stream<FieldError> told(Problem problem) {
    return problem.errors().isEmpty()
        ? Stream.of(new FieldError("body", "must be one JSON object"))
        : problem.errors().stream();
  }
}
