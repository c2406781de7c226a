package dev.nextflow.gateway;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything about the gateway that an operator may turn, under {@code nextflow.gateway}.
 *
 * @param tenant whose jobs those of the open gateway are, and those of its configured admin key
 * @param tokenizerUrl where the tokenizer-service listens
 * @param tokenizerTimeout how long the tokenizer-service may take to answer about text and models
 * @param renderingTimeout how long it may take to decode or encode one picture
 * @param modelsKept how long the list of models is taken from memory
 * @param jobDeadline a job that has not ended this long after its submission expires
 * @param jobRetention how long a finished job and its transcript are kept
 * @param heartbeat the pause between two comments on an event stream, which keep proxies from
 *     closing it
 * @param streamsPerTenant most event streams that one tenant may hold open at one gateway, unless
 *     its own limits say otherwise
 * @param streams most event streams of all tenants together
 * @param batchesPerTenant most batches of a tenant that have not ended
 * @param batchLines most lines of a batch
 * @param batchWindow most jobs of a batch that wait or run
 * @param batchEvery the pause between two looks at a batch that has not ended
 */
@ConfigurationProperties("nextflow.gateway")
public record GatewaySettings(
    @DefaultValue("local") String tenant,
    @DefaultValue("http://127.0.0.1:8081") URI tokenizerUrl,
    @DefaultValue("5s") Duration tokenizerTimeout,
    @DefaultValue("60s") Duration renderingTimeout,
    @DefaultValue("30s") Duration modelsKept,
    @DefaultValue("15m") Duration jobDeadline,
    @DefaultValue("7d") Duration jobRetention,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("64") int streamsPerTenant,
    @DefaultValue("10000") int streams,
    @DefaultValue("16") int batchesPerTenant,
    @DefaultValue("1000") int batchLines,
    @DefaultValue("64") int batchWindow,
    @DefaultValue("500ms") Duration batchEvery) {

  public GatewaySettings {
    if (!tenant.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException("nextflow.gateway.tenant must be a-z, 0-9 and -");
    }
    if (streamsPerTenant < 1 || streams < 1) {
      throw new IllegalArgumentException("nextflow.gateway.streams* must be at least 1");
    }
    if (batchesPerTenant < 1 || batchLines < 1 || batchWindow < 1) {
      throw new IllegalArgumentException("nextflow.gateway.batch* must be at least 1");
    }
  }
}
