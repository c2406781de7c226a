package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.outbound.DialRules;
import dev.nextflow.gateway.outbound.Network;
import dev.nextflow.gateway.outbound.PublicUrls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may turn about webhooks, under {@code nextflow.webhooks}.
 *
 * @param secretKey 32 bytes in base64: endpoints' secrets are encrypted with it before they are
 *     stored; without it they lie in Redis as they are
 * @param lax for laptops and tests: endpoints may be http, at any port
 * @param ports which an endpoint's URL may name
 * @param allowedNetworks that may be dialled though they are not public, such as {@code
 *     10.1.0.0/16}
 * @param retryAfter the pauses between the attempts of one delivery, each give or take a fifth
 * @param attemptTimeout how long one attempt may take, from the look-up of the name to the answer
 * @param lease after this time without a word from the gateway that sends it, a delivery is
 *     somebody else's
 * @param atOnce most attempts under way in one gateway
 * @param atOncePerEndpoint most attempts under way to one endpoint, of all gateways together
 * @param disableAfter how long an endpoint must have taken nothing before it can be disabled
 * @param lookEvery how often outboxes and due deliveries are looked for
 */
@ConfigurationProperties("nextflow.webhooks")
public record WebhookSettings(
    @Nullable String secretKey,
    @DefaultValue("false") boolean lax,
    @DefaultValue("443") List<Integer> ports,
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue({"5s", "30s", "2m", "10m", "30m", "1h", "2h", "3h", "4h", "6h", "7h"})
        List<Duration> retryAfter,
    @DefaultValue("15s") Duration attemptTimeout,
    @DefaultValue("60s") Duration lease,
    @DefaultValue("256") int atOnce,
    @DefaultValue("4") int atOncePerEndpoint,
    @DefaultValue("3d") Duration disableAfter,
    @DefaultValue("500ms") Duration lookEvery) {

  public WebhookSettings {
    if (attemptTimeout.multipliedBy(2).compareTo(lease) > 0) {
      throw new IllegalArgumentException(
          "nextflow.webhooks.lease must be at least twice attempt-timeout");
    }
    if (atOnce < 1 || atOncePerEndpoint < 1) {
      throw new IllegalArgumentException("nextflow.webhooks.at-once* must be at least 1");
    }
  }

  DialRules dialRules() {
    return new DialRules(allowedNetworks.stream().map(Network::parse).toList());
  }

  PublicUrls urls() {
    return new PublicUrls(lax, ports, dialRules());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "WebhookSettings";
  }
}
