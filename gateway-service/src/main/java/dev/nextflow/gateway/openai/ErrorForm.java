package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.problems.ProblemForm;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/** Problems as OpenAI's clients know them: the same catalogue, in their shape. */
@Component
class ErrorForm implements ProblemForm {

  /** The clients obey it: without it they repeat every 409 and every 5xx. */
  private static final String SHOULD_RETRY = "x-should-retry";

  private static final Set<String> ROUTES =
      Set.of("/v1/images/generations", "/v1/images/edits", "/v1/chat/completions", "/v1/models");
  private static final String ONE_MODEL = "/v1/models/";

  @Override
  public boolean appliesTo(PathContainer path) {
    return ROUTES.contains(path.value()) || path.value().startsWith(ONE_MODEL);
  }

  @Override
  public ErrorBody body(Problem problem) {
    return ErrorBody.of(problem);
  }

  @Override
  public void addHeaders(HttpHeaders headers, Problem problem) {
    headers.set(SHOULD_RETRY, Boolean.toString(problem.retry()));
  }

  /** The whole body of an error, and the data of an error event. */
  record ErrorBody(Told error) {

    static ErrorBody of(Problem problem) {
      return new ErrorBody(
          new Told(
              message(problem),
              type(problem.status()),
              problem.errors().isEmpty() ? null : problem.errors().getFirst().field(),
              problem.code()));
    }

    private static String message(Problem problem) {
      StringBuilder message = new StringBuilder();
      for (Problem.FieldError error : problem.errors()) {
        message.append(message.isEmpty() ? "" : "; ");
        message.append(error.field()).append(": ").append(error.rule());
      }
      return message.isEmpty() ? problem.title() : message.toString();
    }

    private static String type(int status) {
      if (status == ProblemType.UNAUTHENTICATED.status()) {
        return "authentication_error";
      }
      if (status == ProblemType.TOO_MANY_REQUESTS.status()) {
        return "rate_limit_error";
      }
      return status >= ProblemType.INTERNAL.status() ? "server_error" : "invalid_request_error";
    }
  }

  /**
   * What went wrong.
   *
   * @param message every broken rule with its field, or the problem's title
   * @param type one of OpenAI's four families
   * @param param the first parameter to blame
   * @param code of the catalogue
   */
  record Told(String message, String type, @Nullable String param, String code) {}
}
