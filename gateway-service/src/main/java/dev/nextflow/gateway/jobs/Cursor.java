package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.jobs.JobFilter;
import dev.nextflow.jobs.JobPage.Place;
import dev.nextflow.sequences.Sha256;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list as text that means nothing to a caller. It says for whom and for which filters
 * it was made, so that one that is used with others is refused instead of leaving jobs out. That is
 * a check against mistakes and no secret: a tenant sees its own jobs whatever place it makes up.
 */
final class Cursor {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15})\\.([a-z0-9.-]{1,128})\\.([0-9a-f]{16})");
  private static final int CHECK_CHARACTERS = 16;

  private Cursor() {}

  static String write(Tenant tenant, JobFilter filter, Place place) {
    String text = place.createdAtMs() + "." + place.id() + "." + check(tenant, filter, place);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws ProblemException if it was not made for this tenant and these filters
   */
  static Place read(Tenant tenant, JobFilter filter, String written) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(written);
      Matcher matcher = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
      if (matcher.matches()) {
        Place place = new Place(Long.parseLong(matcher.group(1)), matcher.group(2));
        if (check(tenant, filter, place).equals(matcher.group(3))) {
          return place;
        }
      }
    } catch (IllegalArgumentException noBase64) {
      // Falls through: as wrong as any other.
    }
    throw ProblemException.invalid("cursor", "must be one that a list with these filters gave");
  }

  private static String check(Tenant tenant, JobFilter filter, Place place) {
    Sha256 hash = new Sha256();
    for (Object part :
        new Object[] {
          tenant.name(),
          new TreeSet<>(filter.states()),
          filter.labels().values(),
          filter.createdAfterMs(),
          filter.createdBeforeMs(),
          place.createdAtMs(),
          place.id()
        }) {
      hash.add(part + "\n");
    }
    return hash.hex().substring(0, CHECK_CHARACTERS);
  }
}
