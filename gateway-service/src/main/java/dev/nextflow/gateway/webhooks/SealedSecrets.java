package dev.nextflow.gateway.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint's secrets as they are stored, see {@link SecretVault}.
 *
 * @param old the one before, while it still signs too; null once its grace is over
 * @param oldUntilMs when that is, in epoch milliseconds; 0 without an old one
 */
public record SealedSecrets(String current, @Nullable String old, long oldUntilMs) {

  @Override
  public String toString() {
    return "SealedSecrets[" + (old == null ? "one" : "two") + "]";
  }
}
