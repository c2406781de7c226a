package platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a Service of Kubernetes does for the processes behind it, and no more:
 *
 * <ul>
 *   <li>each new connection goes to the next one that is ready, and stays there to its end;
 *   <li>who is ready it learns late, as it looks at each readiness probe once a second; one that
 *       does not answer in time changes nothing;
 *   <li>it knows nothing of requests, repeats nothing, and a connection that the chosen process
 *       refuses is closed: then its caller has failed.
 * </ul>
 */
public final class Balancer implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final List<Service> services;
  private final Map<Service, Boolean> ready = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ServerSocket door;

  public Balancer(List<Service> services) throws IOException {
    this.services = List.copyOf(services);
    this.door = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    this.services.forEach(service -> Thread.ofVirtual().start(() -> look(service)));
    Thread.ofPlatform().daemon().start(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** Waits until connections go there. */
  public void awaitReady(Service service) {
    service.process().await("gets connections", () -> ready.getOrDefault(service, false));
  }

  private void look(Service service) {
    while (!door.isClosed()) {
      Service.Probe found = service.probe();
      if (found != Service.Probe.NO_ANSWER) {
        ready.put(service, found == Service.Probe.READY);
      }
      Pause.of(LOOK_EVERY);
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        Thread.ofVirtual().start(() -> connect(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket caller) {
    List<Service> there =
        services.stream().filter(each -> ready.getOrDefault(each, false)).toList();
    try (caller) {
      if (there.isEmpty()) {
        return;
      }
      Service next = there.get(Math.floorMod(turn.getAndIncrement(), there.size()));
      try (Socket service = new Socket(InetAddress.getLoopbackAddress(), next.port())) {
        caller.setTcpNoDelay(true);
        service.setTcpNoDelay(true);
        Thread back = Thread.ofVirtual().start(() -> pass(service, caller));
        pass(caller, service);
        back.join();
      }
    } catch (IOException | InterruptedException over) {
      // Both ends are closed.
    }
  }

  /** To the end of one direction, which the other side is told. */
  private static void pass(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // As it should be.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
