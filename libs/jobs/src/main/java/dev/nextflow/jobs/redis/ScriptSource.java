package dev.nextflow.jobs.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Reads a script and puts its fragments in: a line {@code -- include lanes} is replaced by {@code
 * lua/includes/lanes.lua}. Redis itself can't share code between scripts. Fragments include none.
 */
public final class ScriptSource {

  private static final String INCLUDE = "-- include ";

  private ScriptSource() {}

  /**
   * The whole text of {@code lua/<name>.lua}.
   *
   * @throws IllegalArgumentException if the script or a fragment is missing
   */
  static String load(String name) {
    return load(ScriptSource.class, name);
  }

  /** The same, of the {@code lua/} that lies beside the class. */
  public static String load(Class<?> room, String name) {
    return read(room, name + ".lua")
        .lines()
        .map(line ->
            line.startsWith(INCLUDE)
                ? read(room, "includes/" + line.substring(INCLUDE.length()).strip() + ".lua")
                : line)
        .collect(Collectors.joining("\n"));
  }

  private static String read(Class<?> room, String path) {
    try (InputStream in = room.getResourceAsStream("lua/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no script " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
