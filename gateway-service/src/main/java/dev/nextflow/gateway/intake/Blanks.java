package dev.nextflow.gateway.intake;

import org.jspecify.annotations.Nullable;

/** What stands for a field that the caller left out. */
final class Blanks {

  private Blanks() {}

  static <T> T fill(@Nullable T given, T otherwise) {
    return given != null ? given : otherwise;
  }
}
