package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.Terms;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every request for a job may say about the job itself; what was left out is null.
 *
 * @param deadline seconds from the submission
 * @param retention seconds from the end
 * @param webhook id of a webhook endpoint; whether the caller has it is asked later
 */
record RequestedTerms(
    @Nullable Long deadline,
    @Nullable Long retention,
    @Nullable Map<String, String> labels,
    @Nullable String webhook) {

  private static final Pattern WEBHOOK = Pattern.compile("we_[0-9a-f]{32}");

  private static final long MAX_DEADLINE = Duration.ofDays(7).toSeconds();
  private static final long MIN_RETENTION = Duration.ofMinutes(1).toSeconds();
  private static final long MAX_RETENTION = Duration.ofDays(30).toSeconds();

  RequestedTerms {
    Rules rules = new Rules();
    rules.within(deadline, 1, MAX_DEADLINE, "deadline", "must be 1.." + MAX_DEADLINE + " seconds");
    rules.within(
        retention,
        MIN_RETENTION,
        MAX_RETENTION,
        "retention",
        "must be " + MIN_RETENTION + ".." + MAX_RETENTION + " seconds");
    if (labels != null) {
      rules.require(
          labels.size() <= Labels.MAX_LABELS, "labels", "must be at most " + Labels.MAX_LABELS);
      rules.require(labels.keySet().stream().allMatch(Labels::isKey), "labels", Labels.KEY_RULE);
      rules.require(
          labels.values().stream().allMatch(Labels::isValue), "labels", Labels.VALUE_RULE);
    }
    rules.require(
        webhook == null || WEBHOOK.matcher(webhook).matches(),
        "webhook",
        "must be the id of a webhook endpoint");
    rules.enforce();
  }

  static RequestedTerms from(RequestFields fields) {
    return new RequestedTerms(
        fields.whole("deadline"),
        fields.whole("retention"),
        fields.textByName("labels"),
        fields.text("webhook"));
  }

  /** With the blanks filled in. */
  Terms terms(GatewaySettings settings) {
    return new Terms(
        deadline == null ? settings.jobDeadline() : Duration.ofSeconds(deadline),
        retention == null ? settings.jobRetention() : Duration.ofSeconds(retention),
        labels == null ? Labels.NONE : new Labels(labels),
        webhook);
  }

  /** The order on these terms, with the blanks filled in, and shown with the rest of it. */
  WorkOrder of(WorkOrder order, GatewaySettings settings) {
    Terms terms = terms(settings);
    Requested requested = Requested.parse(order.view());
    if (requested.request() instanceof ObjectNode shown) {
      shown.put("deadline", terms.deadline().toSeconds());
      shown.put("retention", terms.retention().toSeconds());
      ObjectNode labelsShown = shown.putObject("labels");
      terms.labels().values().forEach(labelsShown::put);
      shown.put("webhook", webhook);
    }
    return order.on(terms, requested.toJson());
  }
}
