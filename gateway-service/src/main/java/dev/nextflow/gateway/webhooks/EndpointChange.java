package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.outbound.PublicUrls;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of an endpoint; what was left out is null.
 *
 * @param enabled only of an endpoint that exists: a new one is enabled
 */
public record EndpointChange(
    @Nullable String url,
    @Nullable EventFilter events,
    @Nullable String description,
    @Nullable Boolean enabled) {

  private static final int MAX_DESCRIPTION = 500;

  /** Of a new endpoint: it needs a URL. */
  static EndpointChange ofNew(RequestFields fields, PublicUrls urls) {
    return fields.into(() -> read(fields, urls, true));
  }

  /** Of one that exists. */
  static EndpointChange ofKnown(RequestFields fields, PublicUrls urls) {
    return fields.into(() -> read(fields, urls, false));
  }

  private static EndpointChange read(RequestFields fields, PublicUrls urls, boolean isNew) {
    Rules rules = new Rules();
    String url = fields.text("url");
    rules.require(url != null || !isNew, "url", "is required");
    if (url != null) {
      urls.check(url, rules);
    }
    List<String> names = fields.texts("events");
    EventFilter events = names == null ? null : EventFilter.read(names, rules);
    String description = fields.text("description");
    rules.require(
        description == null || description.length() <= MAX_DESCRIPTION,
        "description",
        "must be at most " + MAX_DESCRIPTION + " characters");
    rules.require(
        description == null || description.codePoints().allMatch(EndpointChange::isText),
        "description",
        "must not contain control characters or unpaired surrogates");
    Boolean enabled = isNew ? null : fields.flag("enabled");
    rules.enforce();
    return new EndpointChange(url, events, description, enabled);
  }

  /** An unpaired surrogate has no UTF-8: it would come back as another character. */
  private static boolean isText(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SURROGATE -> false;
      case Character.CONTROL -> codePoint == '\n' || codePoint == '\t';
      default -> true;
    };
  }

  /** See {@link Endpoint#toString}. */
  @Override
  public String toString() {
    return "EndpointChange";
  }
}
