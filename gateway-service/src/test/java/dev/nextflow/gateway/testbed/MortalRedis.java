package dev.nextflow.gateway.testbed;

import dev.nextflow.testing.MortalBackend;
import dev.nextflow.testing.RedisBackend;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A Redis that a test may kill, in the place of the one that the others share. */
@TestConfiguration(proxyBeanMethods = false)
public class MortalRedis {

  @Bean(destroyMethod = "close")
  @Primary
  MortalBackend mortal() {
    return RedisBackend.mortal();
  }
}
