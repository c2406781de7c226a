package dev.nextflow.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway really answers is what the document says, and the document says nothing that the
 * gateway never answers.
 */
class EveryAnswerTest extends ContractTest {

  /** What only a fault, or a long wait, brings about. */
  private static final Set<String> RARE = Set.of("500", "503", "504");

  private final Witness witness = new Witness();

  @Test
  @Timeout(300)
  void everyAnswerIsAsWrittenAndWhatIsWrittenIsAnswered() {
    String name = newTenant(NO_LIMITS);
    JsonNode key = newKey(name);
    Api user = as(key.get("key").stringValue());

    new JobStories(witness, user, queue, tokenizer).tell();
    new OpenAiStories(witness, user, queue, tokenizer).tell();
    new SessionStories(witness, user, queue, tokenizer).tell();
    new BatchStories(witness, user, queue, tokenizer).tell();
    tokenizer.replaceBundle();
    Possessions own = Possessions.of(user, queue, name, key.get("id").stringValue());
    new WebhookStories(witness, user, own).tell();
    new AdminStories(witness, admin, newTenant()).tell();
    witness.get(user, "/v1/openapi.yaml");

    String another = newTenant();
    String anothersKey = newKey(another).get("id").stringValue();
    Refusals refusals = new Refusals(witness, user, admin, own, own.but(another, anothersKey));
    refusals.byCaller(api, user(newTenant("\"suspended\": true")));
    refusals.byLimit(
        user(newTenant("\"requests_per_minute\": 1")), user(newTenant("\"open_streams\": 1")));
    refusals.byRequest();

    assertThat(witness.faults()).isEmpty();
    assertThat(unseen()).isEmpty();
  }

  /** Statuses of the document that nothing here has brought about. */
  private List<String> unseen() {
    return CONTRACT.operations().stream()
        .flatMap(operation ->
            operation.statuses().stream()
                .filter(status -> !RARE.contains(status))
                .filter(status -> !witness.hasSeen(operation, status))
                .map(status -> operation + " " + status))
        .toList();
  }
}
