package dev.nextflow.testing;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Gives a Spring test, a slice or {@code test-run} a Redis of its own:
 * {@code @Import(RedisTestConfiguration.class)}. It takes the place of all {@code
 * spring.data.redis} properties that say where Redis is.
 */
@TestConfiguration(proxyBeanMethods = false)
public class RedisTestConfiguration {

  @Bean(destroyMethod = "close")
  RedisBackend redisBackend() {
    return RedisBackend.start();
  }

  @Bean
  DataRedisConnectionDetails redisConnectionDetails(RedisBackend redis) {
    return new BackendDetails(redis.place());
  }
}
