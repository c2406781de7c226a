package dev.nextflow.local.client;

import java.util.stream.Collectors;

/** The platform answered with a problem document (RFC 9457); the message is one line of it. */
public final class ProblemAnswer extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  ProblemAnswer(int status, String body) {
    super(line(status, body), null, false, false);
    this.status = status;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Whether the request itself is to blame: the same one will never succeed. */
  public boolean refused() {
    return status >= 400 && status < 500 && status != 429;
  }

  /** {@code field: rule} for each field to blame, or the problem's title. */
  private static String line(int status, String body) {
    JsonObject problem;
    try {
      problem = JsonObject.parse(body);
    } catch (IllegalArgumentException noDocument) {
      return "the platform answered with status " + status;
    }
    String fields =
        problem.objects("errors").stream()
            .map(error -> error.text("field") + ": " + error.text("rule"))
            .collect(Collectors.joining("; "));
    return fields.isEmpty() ? problem.text("title") : fields;
  }
}
