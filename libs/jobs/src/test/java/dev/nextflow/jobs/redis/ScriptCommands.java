package dev.nextflow.jobs.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands that the scripts of a room call, as rules of an ACL name them.
 *
 * @param room folder of a module's resources
 */
record ScriptCommands(Path room) {

  private static final Pattern INCLUDE = Pattern.compile("^-- include (\\w+)$", Pattern.MULTILINE);
  private static final Pattern CALL =
      Pattern.compile("(?:redis\\.call\\(|enter_lane\\(job, )'([A-Z]+)'(?:, '([A-Z]+)')?");
  private static final Set<String> WITH_SUBCOMMANDS = Set.of("xgroup", "xinfo");

  /** Those of the scripts with these names; a fragment belongs to whom it is put into. */
  Set<String> of(Predicate<String> named) {
    try (Stream<Path> files = Files.walk(room)) {
      Set<String> commands = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".lua"))
          .filter(file -> !file.getParent().endsWith("includes"))
          .filter(file -> named.test(file.getFileName().toString().replace(".lua", "")))
          .forEach(
              file -> CALL.matcher(whole(file)).results().map(this::rule).forEach(commands::add));
      return commands;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String rule(MatchResult call) {
    String command = call.group(1).toLowerCase(Locale.ROOT);
    return WITH_SUBCOMMANDS.contains(command)
        ? command + "|" + call.group(2).toLowerCase(Locale.ROOT)
        : command;
  }

  private static String whole(Path script) {
    return INCLUDE
        .matcher(read(script))
        .replaceAll(include ->
            Matcher.quoteReplacement(
                read(script.resolveSibling("includes/" + include.group(1) + ".lua"))));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
