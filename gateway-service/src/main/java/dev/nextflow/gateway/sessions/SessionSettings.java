package dev.nextflow.gateway.sessions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything about sessions that an operator may turn.
 *
 * @param ttl how long a session is kept after its last turn, where its caller says nothing
 * @param perTenant most sessions of a tenant: each keeps the codes of its pictures
 * @param keepEvery the pause between two looks for turns whose job has ended. Well below a minute,
 *     the shortest time that a job is kept
 */
@ConfigurationProperties("nextflow.sessions")
public record SessionSettings(
    @DefaultValue("7d") Duration ttl,
    @DefaultValue("1000") int perTenant,
    @DefaultValue("5s") Duration keepEvery) {

  public SessionSettings {
    if (perTenant < 1) {
      throw new IllegalArgumentException("nextflow.sessions.per-tenant must be at least 1");
    }
  }
}
