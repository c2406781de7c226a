package dev.nextflow.gateway.testbed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers with whatever bytes a test wants, HTTP or not. It hangs up after each
 * answer.
 */
public final class RawServer implements AutoCloseable {

  /** Writes the answer to a request for a path. */
  public interface Answer {
    void write(String path, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Answer answer;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /**
   * Opens it.
   *
   * @param address to listen at; {@code ::} for all that the machine has
   * @param port 0 for any
   */
  public RawServer(String address, int port, Answer answer) {
    this.answer = answer;
    try {
      server = new ServerSocket(port, 1024, InetAddress.ofLiteral(address));
    } catch (IOException unbound) {
      throw new UncheckedIOException(unbound);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many have connected. */
  public int connections() {
    return connections.get();
  }

  /** The heads of all requests, lines joined by line feeds. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(caller.getInputStream(), ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      if (!head.isEmpty()) {
        heads.add(head.toString());
        answer.write(head.toString().split(" ")[1], caller.getOutputStream());
      }
    } catch (IOException hungUp) {
      // Whoever asked may: much of what is answered here is not worth reading on.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    threads.shutdownNow();
  }
}
