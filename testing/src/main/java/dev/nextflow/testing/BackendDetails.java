package dev.nextflow.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/** Where a Redis of a test is, as Spring Boot asks for it. */
record BackendDetails(RedisPlace redis) implements DataRedisConnectionDetails {

  @Override
  public @Nullable String getUsername() {
    return redis.user() == null ? null : redis.user().wireName();
  }

  @Override
  public @Nullable String getPassword() {
    return redis.user() == null ? null : redis.user().password();
  }

  @Override
  public @Nullable Standalone getStandalone() {
    Node node = nodes().getFirst();
    return redis.clustered() ? null : Standalone.of(node.host(), node.port());
  }

  @Override
  public @Nullable Cluster getCluster() {
    return redis.clustered() ? this::nodes : null;
  }

  private List<Node> nodes() {
    return redis.nodes().stream().map(BackendDetails::node).toList();
  }

  private static Node node(String place) {
    int colon = place.lastIndexOf(':');
    return new Node(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
  }
}
