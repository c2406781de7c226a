package dev.nextflow.gateway.outbound;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may turn about files that are fetched for a tenant, under {@code
 * nextflow.outbound}.
 *
 * @param lax for tests: http as well as https, and any port
 * @param ports which a URL may name
 * @param allowedNetworks that may be dialled though they are not public, such as {@code
 *     10.1.0.0/16}
 * @param timeout how long one file may take, with all that it leads on to
 * @param maxBytes of one file
 * @param atOnce most files under way in one gateway; one tenant gets a quarter of them
 */
@ConfigurationProperties("nextflow.outbound")
public record OutboundSettings(
    @DefaultValue("false") boolean lax,
    @DefaultValue("443") List<Integer> ports,
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("10485760") int maxBytes,
    @DefaultValue("16") int atOnce) {

  public OutboundSettings {
    if (maxBytes < 1 || atOnce < 1) {
      throw new IllegalArgumentException(
          "nextflow.outbound.max-bytes and at-once must be at least 1");
    }
  }

  DialRules dialRules() {
    return new DialRules(allowedNetworks.stream().map(Network::parse).toList());
  }

  PublicUrls urls() {
    return new PublicUrls(lax, ports, dialRules());
  }
}
