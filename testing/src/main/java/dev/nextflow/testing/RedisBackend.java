package dev.nextflow.testing;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis for tests: in a container where an engine and the image are at hand, otherwise as a
 * child process. The environment variable {@code TEST_REDIS} ({@code container}, {@code embedded},
 * {@code cluster} or {@code guarded}) forces one; what is demanded and absent is a failure, never a
 * skipped test.
 */
public sealed interface RedisBackend extends AutoCloseable permits ContainerBackend, MortalBackend {

  /** Starts one that the caller closes. */
  static RedisBackend start() {
    return start(System.getenv("TEST_REDIS"), new ContainerEngine.Docker());
  }

  /** Starts one that the caller may kill, and closes: of the kind that is forced. */
  static MortalBackend mortal() {
    return switch (String.valueOf(System.getenv("TEST_REDIS"))) {
      case "cluster" -> cluster();
      case "guarded" -> guardedByUsers();
      default -> EmbeddedBackend.start();
    };
  }

  /** Starts a cluster of three masters, whatever is forced, that the caller closes. */
  static MortalBackend cluster() {
    return ClusterBackend.start();
  }

  /** Starts one with the users of the chart, whatever is forced, that the caller closes. */
  static MortalBackend guardedByUsers() {
    return EmbeddedBackend.withUsers();
  }

  /** Starts a cluster of three masters with the users of the chart, that the caller closes. */
  static MortalBackend clusterGuardedByUsers() {
    return ClusterBackend.withUsers();
  }

  /** The one of this JVM, for tests that keep to keys of their own; ends with the JVM. */
  static RedisBackend shared() {
    return SharedBackend.INSTANCE;
  }

  /** Where it listens: {@code host:port} of each server. */
  List<String> nodes();

  /** Whether keys are spread over the nodes by their slots. */
  default boolean clustered() {
    return false;
  }

  /** Whether it demands to know who speaks, and lets each do its work alone. */
  default boolean guarded() {
    return false;
  }

  /** Where it is, for a test. */
  default RedisPlace place() {
    return place(RedisUser.ADMIN);
  }

  /** Where it is, for a user; to one that is not guarded all are the same. */
  default RedisPlace place(RedisUser user) {
    return new RedisPlace(nodes(), clustered(), guarded() ? user : null);
  }

  /** The place, for a test, as arguments of a service's command line, after its others. */
  default String[] arguments(String... others) {
    return arguments(RedisUser.ADMIN, others);
  }

  /** The same for a user. */
  default String[] arguments(RedisUser user, String... others) {
    Stream<String> place =
        place(user).settings().entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue());
    return Stream.concat(Stream.of(others), place).toArray(String[]::new);
  }

  /** How many patterns somebody has subscribed to; a signal on any node reaches all of them. */
  default long subscribedPatterns() {
    return nodes().stream().mapToLong(node -> NodeCommands.subscribedPatterns(place(), node)).sum();
  }

  /** What it has refused its users, as {@code ACL LOG} tells; nothing where it is not guarded. */
  default List<String> refusals() {
    return guarded()
        ? nodes().stream().flatMap(node -> NodeCommands.refusals(place(), node)).toList()
        : List.of();
  }

  /** Stops it and drops its data. */
  @Override
  void close();

  /** Starts what is forced, or what is at hand. */
  static RedisBackend start(@Nullable String forced, ContainerEngine engine) {
    return switch (forced == null ? "auto" : forced) {
      case "embedded" -> EmbeddedBackend.start();
      case "cluster" -> ClusterBackend.start();
      case "guarded" -> EmbeddedBackend.withUsers();
      case "container" -> {
        if (!engine.has(ContainerBackend.IMAGE)) {
          throw new IllegalStateException(
              "TEST_REDIS=container, but no engine answers that has " + ContainerBackend.IMAGE);
        }
        yield ContainerBackend.start();
      }
      case "auto" ->
          engine.has(ContainerBackend.IMAGE) ? ContainerBackend.start() : EmbeddedBackend.start();
      default ->
          throw new IllegalStateException(
              "TEST_REDIS is none of container, embedded, cluster, guarded: " + forced);
    };
  }
}
