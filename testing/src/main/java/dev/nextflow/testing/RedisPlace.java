package dev.nextflow.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * Where a Redis is, and as whom to speak to it. Its text can be handed to another process.
 *
 * @param nodes {@code host:port} of each server
 * @param clustered whether keys are spread over the nodes by their slots
 * @param user null: without a password
 */
public record RedisPlace(List<String> nodes, boolean clustered, @Nullable RedisUser user) {

  /** The place of a text that {@link #toString} gave. */
  public static RedisPlace of(String text) {
    String[] words = text.split(" ");
    return new RedisPlace(
        List.of(words[0].split(",")),
        Boolean.parseBoolean(words[1]),
        words.length == 2 ? null : RedisUser.valueOf(words[2]));
  }

  /** As a connection factory takes it. */
  public RedisConfiguration configuration() {
    if (clustered) {
      RedisClusterConfiguration cluster = new RedisClusterConfiguration(nodes);
      if (user != null) {
        cluster.setUsername(user.wireName());
        cluster.setPassword(user.password());
      }
      return cluster;
    }
    int colon = nodes.getFirst().lastIndexOf(':');
    RedisStandaloneConfiguration server =
        new RedisStandaloneConfiguration(
            nodes.getFirst().substring(0, colon),
            Integer.parseInt(nodes.getFirst().substring(colon + 1)));
    if (user != null) {
      server.setUsername(user.wireName());
      server.setPassword(user.password());
    }
    return server;
  }

  /** As properties of Spring's; of the URL, a cluster takes the credentials alone. */
  public Map<String, String> settings() {
    String credentials = user == null ? "" : user.wireName() + ":" + user.password() + "@";
    String url = "redis://" + credentials + nodes.getFirst();
    return clustered
        ? Map.of(
            "spring.data.redis.url",
            url,
            "spring.data.redis.cluster.nodes",
            String.join(",", nodes))
        : Map.of("spring.data.redis.url", url);
  }

  @Override
  public String toString() {
    return String.join(",", nodes) + " " + clustered + (user == null ? "" : " " + user);
  }
}
