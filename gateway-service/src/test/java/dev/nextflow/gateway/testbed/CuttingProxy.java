package dev.nextflow.gateway.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a caller and the gateway and lets every request through, but of the answers none:
 * when the first byte of one comes, which is after all was done, it hangs up.
 */
public final class CuttingProxy implements AutoCloseable {

  private final int port;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger cut = new AtomicInteger();

  /** Of the gateway on this port. */
  public CuttingProxy(int port) {
    this.port = port;
    try {
      server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException unbound) {
      throw new UncheckedIOException(unbound);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** How many answers it has swallowed. */
  public int cut() {
    return cut.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        threads.execute(() -> pass(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket caller) {
    try (caller;
        Socket gateway = new Socket()) {
      gateway.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      threads.execute(() -> forward(caller, gateway));
      InputStream answer = gateway.getInputStream();
      if (answer.read() >= 0) {
        cut.incrementAndGet();
      }
    } catch (IOException broken) {
      // The caller sees a broken connection, as it should.
    }
  }

  private static void forward(Socket caller, Socket gateway) {
    try {
      caller.getInputStream().transferTo(gateway.getOutputStream());
    } catch (IOException hungUp) {
      // Either side may: that is what it is for.
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
