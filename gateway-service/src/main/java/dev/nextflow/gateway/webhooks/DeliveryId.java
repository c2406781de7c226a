package dev.nextflow.gateway.webhooks;

import dev.nextflow.sequences.Sha256;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of a delivery, which receivers see as {@code webhook-id}: made of what happened, when,
 * and who is told. Whoever comes to the same event again comes to the same name.
 */
public record DeliveryId(String value) {

  private static final Pattern FORM = Pattern.compile("wd_[0-9a-f]{32}");
  private static final int HASH_CHARACTERS = 32;

  public DeliveryId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a delivery's id");
    }
  }

  /** The delivery of a job's event to an endpoint. */
  static DeliveryId of(String job, EndpointId endpoint, EventType type, long atMs) {
    return new DeliveryId(
        "wd_" + hash(String.join("\n", job, endpoint.value(), type.wireName(), "" + atMs)));
  }

  /** One that is like no other. */
  static DeliveryId random() {
    return new DeliveryId("wd_" + hash(UUID.randomUUID().toString()));
  }

  /** Reads what a caller wrote; empty where it can't be the id of any delivery. */
  static Optional<DeliveryId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new DeliveryId(text)) : Optional.empty();
  }

  private static String hash(String text) {
    return Sha256.hexOf(text).substring(0, HASH_CHARACTERS);
  }

  @Override
  public String toString() {
    return value;
  }
}
