package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.TenantRecords;
import dev.nextflow.jobs.Traces;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Gives every application with this library on its class path the queue of its Redis. */
@AutoConfiguration(after = DataRedisReactiveAutoConfiguration.class)
@EnableConfigurationProperties({JobSettings.class, SignalSettings.class})
public class JobsConfiguration {

  private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);
  private static final Duration LAST_RECONNECT = Duration.ofSeconds(1);

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(JobQueue.class)
  RedisJobQueue jobQueue(
      ReactiveStringRedisTemplate redis,
      JobSettings settings,
      SignalSettings heard,
      ObjectProvider<MeterRegistry> registry,
      Traces traces) {
    return new RedisJobQueue(
        redis,
        settings,
        registry.getIfAvailable(() -> Metrics.globalRegistry),
        traces,
        heard,
        Dialect.CURRENT);
  }

  @Bean
  @ConditionalOnMissingBean
  Traces traces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
    return new Traces(
        tracer.getIfAvailable(() -> Tracer.NOOP), propagator.getIfAvailable(() -> Propagator.NOOP));
  }

  @Bean
  @ConditionalOnBean(RedisJobQueue.class)
  FirstContact firstContact(RedisJobQueue queue) {
    return new FirstContact(queue);
  }

  @Bean
  @ConditionalOnMissingBean(TenantRecords.class)
  RedisTenantRecords tenantRecords(ReactiveStringRedisTemplate redis, JobSettings settings) {
    return new RedisTenantRecords(redis, settings);
  }

  @Bean
  ClientResourcesBuilderCustomizer jobsReconnectPromptly() {
    return JobsConfiguration::promptReconnect;
  }

  /** The driver's own pauses grow to 30 s: three leases would run out after Redis is back. */
  static ClientResources.Builder promptReconnect(ClientResources.Builder resources) {
    return resources.reconnectDelay(
        Delay.exponential(FIRST_RECONNECT, LAST_RECONNECT, 2, TimeUnit.MILLISECONDS));
  }
}
