package dev.nextflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@SpringBootTest(properties = "spring.data.redis.url=redis://127.0.0.1:1")
@Import(RedisTestConfiguration.class)
class RedisBackendTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Autowired ReactiveStringRedisTemplate redis;

  @Test
  void takesThePlaceOfTheConfiguredConnection() {
    assertThat(redis.opsForValue().set("key", "value").block()).isTrue();
    assertThat(redis.opsForValue().get("key").block()).isEqualTo("value");
  }

  @Test
  void failsWhereAContainerIsDemandedAndThereIsNone() {
    assertThatThrownBy(() -> RedisBackend.start("container", image -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(ContainerBackend.IMAGE);
  }

  @Test
  void startsAChildProcessWhereThereIsNoContainer() {
    try (RedisBackend backend = RedisBackend.start(null, image -> false)) {
      assertThat(backend).isInstanceOf(EmbeddedBackend.class);
      assertThat(backend.place().settings())
          .containsExactly(Map.entry("spring.data.redis.url", "redis://" + node(backend)));
    }
  }

  @Test
  void startsThreeMastersThatShareTheSlots() {
    try (RedisBackend backend = RedisBackend.start("cluster", image -> false)) {
      assertThat(backend.nodes()).hasSize(3).doesNotHaveDuplicates();
      NodeCommands.at(
          backend.place(),
          node(backend),
          node ->
              assertThat(node.clusterInfo())
                  .contains("cluster_state:ok", "cluster_slots_ok:16384", "cluster_size:3"));
    }
  }

  @Test
  void handsItsPlaceToAnotherProcess() {
    RedisPlace cluster = new RedisPlace(List.of("a:1", "b:2"), true, null);
    RedisPlace guarded = new RedisPlace(List.of("a:1"), false, RedisUser.GATEWAY);

    assertThat(RedisPlace.of(cluster.toString())).isEqualTo(cluster);
    assertThat(RedisPlace.of(guarded.toString())).isEqualTo(guarded);
  }

  private static String node(RedisBackend backend) {
    return backend.nodes().getFirst();
  }

  @Test
  void refusesAWordThatItDoesNotKnow() {
    assertThatThrownBy(() -> RedisBackend.start("mock", image -> true))
        .hasMessageContaining("mock");
  }

  @Test
  void sharesOneServerPerJvm() {
    assertThat(RedisBackend.shared()).isSameAs(RedisBackend.shared());
  }
}
