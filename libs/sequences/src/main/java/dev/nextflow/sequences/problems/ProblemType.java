package dev.nextflow.sequences.problems;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that a caller can be told went wrong: a closed list. The code is stable, the title
 * fixed, and {@code retry} says whether the same request can succeed later. Inner causes stay in
 * the logs.
 */
public enum ProblemType {
  INVALID_REQUEST(400, false, "The request breaks a rule; errors[] names the field and the rule."),
  MALFORMED_JSON(400, false, "The body is not the JSON object that this route takes."),
  INVALID_PICTURE(400, false, "The picture can't be read."),
  UNAUTHENTICATED(401, false, "Credentials are missing or not valid."),
  FORBIDDEN(403, false, "These credentials do not allow this."),
  NOT_FOUND(404, false, "There is no such thing here."),
  METHOD_NOT_ALLOWED(405, false, "This route does not take that method."),
  NOT_ACCEPTABLE(406, false, "None of the representations asked for can be made."),
  NOT_DRAWN_YET(409, true, "The picture has not been drawn that far yet."),
  JOB_FINISHED(409, false, "The job has already ended."),
  NOT_AWAITING_APPROVAL(409, false, "The job does not wait for its plan to be approved."),
  BUNDLE_GONE(409, false, "The bundle that drew this is not served any more."),
  JOB_UNFINISHED(409, true, "The job has not ended yet; cancel it first."),
  ALREADY_EXISTS(409, false, "There is one of this name already."),
  JOB_GONE(410, false, "The job that this Idempotency-Key made is no longer kept."),
  BODY_TOO_LARGE(413, false, "The body is larger than this route takes."),
  UNSUPPORTED_MEDIA_TYPE(415, false, "This route does not take that content type."),
  IDEMPOTENCY_KEY_REUSED(422, false, "This Idempotency-Key was used with another body."),
  TOO_MANY_REQUESTS(429, true, "Too much at once; come back later."),
  INTERNAL(500, true, "Something went wrong on our side."),
  UNAVAILABLE(503, true, "A part that this needs is away for the moment."),
  DRAWING_FAILED(500, true, "The picture could not be drawn."),
  ANSWERING_FAILED(500, true, "The text could not be written."),
  WORKERS_DIED(500, false, "Every worker that took this job died on it."),
  DEADLINE_PASSED(504, true, "The job did not end before its deadline.");

  private final int status;
  private final boolean retry;
  private final String title;

  ProblemType(int status, boolean retry, String title) {
    this.status = status;
    this.retry = retry;
    this.title = title;
  }

  /** The stable code, such as {@code invalid-request}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The URI that stands in a problem's {@code type}. */
  public String uri() {
    return "urn:nextflow:problem:" + code();
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** Whether the same request can succeed later. */
  public boolean retry() {
    return retry;
  }

  /** The fixed text. */
  public String title() {
    return title;
  }

  /** The type of a stable code. */
  public static Optional<ProblemType> of(String code) {
    return Arrays.stream(values()).filter(type -> type.code().equals(code)).findFirst();
  }
}
