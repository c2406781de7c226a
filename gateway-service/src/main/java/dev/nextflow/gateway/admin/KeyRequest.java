package dev.nextflow.gateway.admin;

import dev.nextflow.gateway.access.Role;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What an admin wrote of a new key.
 *
 * @param name for people
 * @param expiresAtMs 0: never
 */
record KeyRequest(String tenant, String name, Role role, long expiresAtMs) {

  private static final int MAX_NAME = 100;

  static KeyRequest from(byte @Nullable [] body, InstantSource clock) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> {
      Rules rules = new Rules();
      String tenant = fields.text("tenant");
      rules.require(tenant != null, "tenant", "is required");
      String name = fields.text("name");
      rules.require(name != null, "name", "is required");
      rules.require(
          name == null || isPrintable(name),
          "name",
          "must be 1.." + MAX_NAME + " printable characters");
      Role role = fields.choice("role", Role.class, "must be user or admin");
      Instant expiresAt = instant(fields, rules);
      rules.require(
          expiresAt == null || expiresAt.isAfter(clock.instant()),
          "expires_at",
          "must be in the future");
      rules.enforce();
      return new KeyRequest(
          String.valueOf(tenant),
          String.valueOf(name),
          role == null ? Role.USER : role,
          expiresAt == null ? 0 : expiresAt.toEpochMilli());
    });
  }

  private static boolean isPrintable(String name) {
    return !name.isBlank()
        && name.length() <= MAX_NAME
        && name.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private static @Nullable Instant instant(RequestFields fields, Rules rules) {
    String written = fields.text("expires_at");
    if (written == null) {
      return null;
    }
    try {
      Instant instant = Instant.parse(written);
      instant.toEpochMilli(); // years beyond a long's range
      return instant;
    } catch (DateTimeParseException | ArithmeticException wrong) {
      rules.require(false, "expires_at", "must be a time such as 2030-01-31T12:00:00Z");
      return null;
    }
  }
}
