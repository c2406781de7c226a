package dev.nextflow.gateway.testbed;

import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A Redis that a test may kill, in the place of the one that the others share. */
@TestConfiguration(proxyBeanMethods = false)
public class MortalRedis {

  @Bean(destroyMethod = "close")
  EmbeddedRedis mortal() throws IOException {
    return EmbeddedRedis.start(
        RedisServerOptions.anyPort(Files.createTempDirectory("nextflow-redis-")));
  }

  @Bean
  @Primary
  DataRedisConnectionDetails mortalRedis(EmbeddedRedis redis) {
    return new DataRedisConnectionDetails() {
      @Override
      public Standalone getStandalone() {
        return Standalone.of("127.0.0.1", redis.port());
      }
    };
  }
}
