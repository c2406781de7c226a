package dev.nextflow.gateway.problems;

import dev.nextflow.sequences.problems.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;

/** How problems are written on routes whose callers know another form than RFC 9457's. */
public interface ProblemForm {

  /** Whether the route is one of these. */
  boolean appliesTo(PathContainer path);

  /** The body, as Jackson writes it. */
  Object body(Problem problem);

  /** Sets headers beside those that every problem has. */
  void addHeaders(HttpHeaders headers, Problem problem);
}
