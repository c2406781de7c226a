package dev.nextflow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start a service as a child process, with the JDK that runs the test. Immutable: each
 * method gives a new command.
 *
 * @param name for messages and threads
 * @param jvmArguments before the program
 * @param program {@code -jar <jar>} or {@code -cp <class path> <main class>}
 * @param arguments after the program
 * @param environment on top of the test's own
 */
public record ServiceCommand(
    String name,
    List<String> jvmArguments,
    List<String> program,
    List<String> arguments,
    Map<String, String> environment) {

  private static final List<String> JVM = List.of("--enable-native-access=ALL-UNNAMED");

  /** An executable jar. */
  public static ServiceCommand jar(Path jar) {
    return new ServiceCommand(
        jar.getFileName().toString(), JVM, List.of("-jar", jar.toString()), List.of(), Map.of());
  }

  /** A main class on the class path of the test. */
  public static ServiceCommand main(Class<?> main) {
    List<String> program = List.of("-cp", System.getProperty("java.class.path"), main.getName());
    return new ServiceCommand(main.getSimpleName(), JVM, program, List.of(), Map.of());
  }

  /** With arguments to the program, such as {@code --server.port=8081}. */
  public ServiceCommand arguments(String... more) {
    return new ServiceCommand(name, jvmArguments, program, joined(arguments, more), environment);
  }

  /** With arguments to the JVM, such as {@code -Xmx512m}. */
  public ServiceCommand jvmArguments(String... more) {
    return new ServiceCommand(name, joined(jvmArguments, more), program, arguments, environment);
  }

  /** With an environment variable. */
  public ServiceCommand environment(String variable, String value) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(variable, value);
    return new ServiceCommand(name, jvmArguments, program, arguments, all);
  }

  /** Starts it; does not wait until it is ready. */
  public ServiceProcess start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new ServiceProcess(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> joined(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
