package dev.nextflow.testing;

import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A real cluster of three masters as child processes, each with a third of the slots and none with
 * a replica: what a script does across slots, it can't do here.
 */
public final class ClusterBackend implements MortalBackend {

  private static final int MASTERS = 3;

  /** A master that starts waits two seconds by itself before it takes writes. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<EmbeddedBackend> masters;

  private ClusterBackend(List<EmbeddedBackend> masters) {
    this.masters = masters;
  }

  static ClusterBackend start() {
    return start(EmbeddedBackend::start);
  }

  /** One whose masters know the users of {@link UserRules} and nobody else. */
  static ClusterBackend withUsers() {
    return start(EmbeddedBackend::withUsers);
  }

  private static ClusterBackend start(Function<String[], EmbeddedBackend> master) {
    int[] busPorts = freePorts(MASTERS);
    List<EmbeddedBackend> masters =
        IntStream.of(busPorts)
            .mapToObj(Integer::toString)
            .map(busPort ->
                master.apply(new String[] {"--cluster-enabled", "yes", "--cluster-port", busPort}))
            .toList();
    ClusterBackend cluster = new ClusterBackend(masters);
    cluster.join(busPorts);
    return cluster;
  }

  @Override
  public List<String> nodes() {
    return masters.stream().flatMap(master -> master.nodes().stream()).toList();
  }

  @Override
  public boolean clustered() {
    return true;
  }

  @Override
  public boolean guarded() {
    return masters.getFirst().guarded();
  }

  @Override
  public void kill() {
    masters.forEach(EmbeddedBackend::kill);
  }

  @Override
  public void restart() {
    masters.forEach(EmbeddedBackend::restart);
    awaitWhole();
  }

  @Override
  public void close() {
    masters.forEach(EmbeddedBackend::close);
  }

  private void join(int[] busPorts) {
    for (int i = 0; i < MASTERS; i++) {
      int first = i * SlotHash.SLOT_COUNT / MASTERS;
      int[] slots = IntStream.range(first, (i + 1) * SlotHash.SLOT_COUNT / MASTERS).toArray();
      // Epochs that differ: of equals, the masters would first have to agree on other ones.
      long epoch = i + 1;
      at(
          i,
          node -> {
            node.clusterAddSlots(slots);
            node.clusterSetConfigEpoch(epoch);
          });
    }
    for (int i = 1; i < MASTERS; i++) {
      String[] place = nodes().get(i).split(":");
      int busPort = busPorts[i];
      at(0, node -> node.clusterMeet(place[0], Integer.parseInt(place[1]), busPort));
    }
    awaitWhole();
  }

  private void awaitWhole() {
    for (int i = 0; i < MASTERS; i++) {
      at(
          i,
          node -> Eventually.holds("the cluster is whole", LONG, () -> whole(node.clusterInfo())));
    }
  }

  private static boolean whole(String info) {
    return info.lines().toList().containsAll(List.of("cluster_state:ok", "cluster_size:3"));
  }

  private void at(int master, Consumer<NodeCommands> action) {
    NodeCommands.at(place(), nodes().get(master), action);
  }

  /** Different ones: all are held until the last is found. */
  private static int[] freePorts(int count) {
    ServerSocket[] sockets = new ServerSocket[count];
    try {
      for (int i = 0; i < count; i++) {
        sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      }
      int[] ports = IntStream.range(0, count).map(i -> sockets[i].getLocalPort()).toArray();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
