package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.sessions.SessionStore.Place;
import dev.nextflow.sequences.Sha256;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which page of its sessions a caller wants to see. A cursor is a place as text that means nothing
 * to a caller; it says for whom it was made, as a check against mistakes and no secret.
 *
 * @param after where to go on; null from the newest
 */
record SessionQuery(int limit, @Nullable Place after) {

  private static final Set<String> ONCE = Set.of("limit", "cursor");
  private static final int USUAL_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final int CHECK_CHARACTERS = 16;
  private static final Pattern CURSOR =
      Pattern.compile("(\\d{1,15})\\.(session-[a-z2-7]{26})\\.([0-9a-f]{16})");

  /**
   * @throws ProblemException with every parameter that breaks a rule, unknown ones too
   */
  static SessionQuery read(Tenant tenant, MultiValueMap<String, String> parameters) {
    Rules rules = new Rules();
    rules.requireParameters(parameters, ONCE, Set.of());
    String written = parameters.getFirst("limit");
    int limit =
        written == null
            ? USUAL_LIMIT
            : written.matches("[0-9]{1,3}") ? Integer.parseInt(written) : 0;
    rules.require(limit >= 1 && limit <= MAX_LIMIT, "limit", "must be 1.." + MAX_LIMIT);
    String cursor = parameters.getFirst("cursor");
    Place after = cursor == null ? null : place(tenant, cursor);
    rules.require(
        cursor == null || after != null, "cursor", "must be one that a list of sessions gave");
    rules.enforce();
    return new SessionQuery(limit, after);
  }

  private static @Nullable Place place(Tenant tenant, String written) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(written);
      Matcher matcher = CURSOR.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      if (matcher.matches()) {
        Place place = new Place(Long.parseLong(matcher.group(1)), matcher.group(2));
        return check(tenant, place).equals(matcher.group(3)) ? place : null;
      }
    } catch (IllegalArgumentException noBase64) {
      // Falls through: as wrong as any other.
    }
    return null;
  }

  /** Where the next page begins; null where there is none. */
  static @Nullable String cursor(Tenant tenant, @Nullable Place next) {
    if (next == null) {
      return null;
    }
    String text = next.createdAtMs() + "." + next.id() + "." + check(tenant, next);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String check(Tenant tenant, Place place) {
    return new Sha256()
        .add("sessions\n" + tenant.name() + "\n" + place.createdAtMs() + "\n" + place.id())
        .hex()
        .substring(0, CHECK_CHARACTERS);
  }
}
