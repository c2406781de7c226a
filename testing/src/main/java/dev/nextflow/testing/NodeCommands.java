package dev.nextflow.testing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is said to one server by itself, whatever cluster it is in. */
final class NodeCommands {

  /** One for all: its threads, which end with the JVM, take long to start. */
  private static final ClientResources RESOURCES = ClientResources.create();

  private final RedisCommands<String, String> node;

  private NodeCommands(RedisCommands<String, String> node) {
    this.node = node;
  }

  /** Speaks to one node of a place over a connection of its own. */
  static void at(RedisPlace place, String node, Consumer<NodeCommands> action) {
    RedisURI address = RedisURI.create("redis://" + node);
    RedisUser user = place.user();
    if (user != null) {
      address.setCredentialsProvider(
          new StaticCredentialsProvider(user.wireName(), user.password().toCharArray()));
    }
    RedisClient client = RedisClient.create(RESOURCES, address);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      action.accept(new NodeCommands(connection.sync()));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ZERO);
    }
  }

  static long subscribedPatterns(RedisPlace place, String node) {
    long[] count = new long[1];
    at(place, node, commands -> count[0] = commands.node.pubsubNumpat());
    return count[0];
  }

  static Stream<String> refusals(RedisPlace place, String node) {
    List<String> log = new ArrayList<>();
    at(
        place,
        node,
        commands ->
            commands
                .node
                .aclLog()
                .forEach(entry ->
                    log.add(
                        "%s %s of %s"
                            .formatted(
                                entry.get("reason"), entry.get("object"), entry.get("username")))));
    return log.stream();
  }

  String clusterInfo() {
    return node.clusterInfo();
  }

  void clusterAddSlots(int... slots) {
    node.clusterAddSlots(slots);
  }

  void clusterSetConfigEpoch(long epoch) {
    node.clusterSetConfigEpoch(epoch);
  }

  /** With the port of the cluster's bus, which the driver's own method leaves to its default. */
  void clusterMeet(String host, int port, int busPort) {
    node.dispatch(
        CommandType.CLUSTER,
        new StatusOutput<>(StringCodec.UTF8),
        new CommandArgs<>(StringCodec.UTF8).add("MEET").add(host).add(port).add(busPort));
  }
}
