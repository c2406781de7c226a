package dev.nextflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
      assertThat(backend.url()).isEqualTo("redis://127.0.0.1:" + backend.port());
    }
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
