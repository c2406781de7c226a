package dev.nextflow.local.documents;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code ./nextflow up}, typed into a terminal of its own, with its state in a folder. */
final class ForegroundPlatform implements AutoCloseable {

  private static final Path ROOT = Path.of(System.getProperty("nextflow.root"));
  private static final String READY = "The platform runs at ";
  private static final int LIMIT_SECONDS = 180;

  private final Path state;
  private final Process process;
  private final String address;

  private ForegroundPlatform(Path state, Process process, String address) {
    this.state = state;
    this.process = process;
    this.address = address;
  }

  /** Runs a command that starts the platform; returns when it answers. */
  static ForegroundPlatform start(String command, Path state) throws Exception {
    Process process = shell(command, state).redirectErrorStream(true).start();
    CompletableFuture<String> address = new CompletableFuture<>();
    StringBuilder output = new StringBuilder();
    Thread.ofVirtual()
        .start(() -> {
          process
              .inputReader()
              .lines()
              .peek(line -> output.append(line).append('\n'))
              .filter(line -> line.startsWith(READY))
              .forEach(line -> address.complete(line.substring(READY.length())));
          address.completeExceptionally(new AssertionError("does not start:\n" + output));
        });
    return new ForegroundPlatform(state, process, address.get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  String address() {
    return address;
  }

  /** As Ctrl-C does. */
  @Override
  public void close() throws IOException {
    shell("./nextflow down", state).redirectOutput(Redirect.DISCARD).start().onExit().join();
    process.onExit().join();
  }

  private static ProcessBuilder shell(String command, Path state) {
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", command).directory(ROOT.toFile());
    bash.environment().keySet().removeIf(name -> name.startsWith("NEXTFLOW_"));
    bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
    bash.environment().put("NEXTFLOW_STATE", state.toString());
    return bash;
  }
}
