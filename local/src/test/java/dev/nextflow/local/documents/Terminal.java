package dev.nextflow.local.documents;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One bash, as a reader has it open beside a page: what a command sets, the next one finds. A
 * command has failed if any step of it has, which a reader would have seen.
 */
final class Terminal implements AutoCloseable {

  private static final int LIMIT_SECONDS = 180;

  private final Path folder;
  private final Process bash;
  private final BufferedWriter keyboard;
  private final BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
  private int commands;

  /** What a command left behind. */
  record Ended(int status, String out, String err) {}

  /**
   * Opens it.
   *
   * @param folder for its files; curl is told there to fail where it was answered with a problem
   * @param start the folder that it stands in
   */
  Terminal(Path folder, Path start, Map<String, String> environment) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve(".curlrc"), "fail-with-body\n");
    ProcessBuilder shell = new ProcessBuilder("bash", "--norc").directory(start.toFile());
    shell.environment().put("CURL_HOME", folder.toString());
    shell.environment().put("TMPDIR", folder.toString());
    shell.environment().put("no_proxy", "*");
    shell.environment().keySet().removeIf(name -> name.startsWith("NEXTFLOW_"));
    shell.environment().putAll(environment);
    bash = shell.redirectError(folder.resolve("bash.err").toFile()).start();
    keyboard = bash.outputWriter();
    Thread.ofVirtual().start(() -> bash.inputReader().lines().forEach(statuses::add));
    type("set -o pipefail; trap 'failed=$?' ERR");
  }

  /** Runs a command to its end. */
  Ended run(String command) throws IOException, InterruptedException {
    String name = folder.resolve("command-" + ++commands).toString();
    Files.writeString(Path.of(name), command);
    type("failed=0; . '%1$s' </dev/null >'%1$s.out' 2>'%1$s.err'; echo $failed".formatted(name));
    @Nullable String status = statuses.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    String out = Files.readString(Path.of(name + ".out"));
    String err = Files.readString(Path.of(name + ".err"));
    if (status == null) {
      close();
      throw new AssertionError("does not end:\n" + command + "\n" + out + err);
    }
    return new Ended(Integer.parseInt(status), out, err);
  }

  private void type(String line) throws IOException {
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  @Override
  public void close() {
    bash.descendants().forEach(ProcessHandle::destroy);
    bash.destroy();
  }
}
