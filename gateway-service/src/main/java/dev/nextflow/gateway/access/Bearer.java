package dev.nextflow.gateway.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one place where credentials may stand: {@code Authorization: Bearer ...} (RFC 6750). */
final class Bearer {

  /** The scheme's name is the only thing that may be written in any case. */
  private static final Pattern FORM = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]+=*)");

  private Bearer() {}

  /**
   * The credentials.
   *
   * @param values of the header; several are as bad as none, whichever would be meant
   */
  static Optional<String> read(List<String> values) {
    if (values.size() != 1) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(values.getFirst());
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }
}
