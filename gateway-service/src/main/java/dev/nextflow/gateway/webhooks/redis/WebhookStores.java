package dev.nextflow.gateway.webhooks.redis;

import dev.nextflow.gateway.webhooks.DeliveryStore;
import dev.nextflow.gateway.webhooks.EndpointStore;
import dev.nextflow.gateway.webhooks.WebhookSettings;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.redis.Answers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Makes the stores. */
@Configuration(proxyBeanMethods = false)
public class WebhookStores {

  /** The hash tag of all that webhooks keep. */
  private static final String ROOM = "webhooks";

  @Bean
  EndpointStore webhookEndpoints(ReactiveStringRedisTemplate redis, JobSettings jobs) {
    return endpoints(redis, ROOM, jobs);
  }

  @Bean
  DeliveryStore webhookDeliveries(
      ReactiveStringRedisTemplate redis, JobSettings jobs, WebhookSettings settings) {
    return deliveries(redis, ROOM, jobs, settings);
  }

  /** Endpoints in a room of Redis. */
  public static EndpointStore endpoints(
      ReactiveStringRedisTemplate redis, String room, JobSettings jobs) {
    return new RedisEndpoints(redis, new WebhookKeys(room), new Answers(jobs.answerTimeout()));
  }

  /** Deliveries in the same room. */
  public static DeliveryStore deliveries(
      ReactiveStringRedisTemplate redis, String room, JobSettings jobs, WebhookSettings settings) {
    return new RedisDeliveries(
        redis, new WebhookKeys(room), new Answers(jobs.answerTimeout()), settings);
  }
}
