package dev.nextflow.local.platform;

import java.nio.file.Path;

/**
 * One log for all services of the process: logback.xml of this module, which Spring Boot must leave
 * alone because each context would set it up anew for all.
 */
final class LogFile {

  private LogFile() {}

  /** Has an effect only before the first logger of the process is asked for. */
  static void use(Path file) {
    System.setProperty("nextflow.log", file.toString());
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
  }
}
