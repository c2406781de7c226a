package dev.nextflow.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Nobody learns of another tenant's things, and nobody changes them, wherever an id can stand. The
 * calls are made from the document: an operation that is added there is called here.
 */
class ForeignIdsTest extends ContractTest {

  /** What all tenants share. */
  private static final Set<String> SHARED = Set.of("model");

  private Api owner;
  private Api stranger;
  private Possessions foreign;
  private Possessions own;

  @BeforeEach
  void twoTenants() {
    String ownersName = newTenant(NO_LIMITS);
    JsonNode ownersKey = newKey(ownersName);
    owner = as(ownersKey.get("key").stringValue());
    foreign = Possessions.of(owner, queue, ownersName, ownersKey.get("id").stringValue());
    String strangersName = newTenant(NO_LIMITS);
    JsonNode strangersKey = newKey(strangersName);
    stranger = as(strangersKey.get("key").stringValue());
    own = Possessions.of(stranger, queue, strangersName, strangersKey.get("id").stringValue());
  }

  @Test
  void everyVariableOfAPathSaysWhatItIsTheIdOf() {
    CONTRACT.operations().stream()
        .flatMap(operation -> operation.parametersIn("path"))
        .filter(parameter -> parameter.at("/schema/type").asString("").equals("string"))
        .forEach(
            parameter -> assertThat(parameter.has("x-id-of")).as(parameter.toString()).isTrue());
  }

  @Test
  void aForeignIdInAPathIsTheSame404AsAnUnknownOne() {
    Map<String, String> before = shown();
    int calls = 0;
    for (Operation operation : CONTRACT.operations()) {
      List<String> kinds = kinds(operation);
      if (kinds.isEmpty() || operation.isForAdmins()) {
        continue;
      }
      // At least one id is foreign; the others are the caller's own.
      for (int chosen = 1; chosen < 1 << kinds.size(); chosen++) {
        Set<String> theirs = new HashSet<>();
        for (int i = 0; i < kinds.size(); i++) {
          if ((chosen >> i & 1) == 1) {
            theirs.add(kinds.get(i));
          }
        }
        Answer toForeign = call(operation, mixed(theirs, foreign));
        Answer toUnknown = call(operation, mixed(theirs, foreign.unknown()));
        String what = operation + " with foreign " + theirs;
        assertThat(toForeign.status()).as(what + " " + toForeign.text()).isEqualTo(404);
        assertThat(toForeign.text()).as(what).isEqualTo(toUnknown.text());
        assertThat(names(toForeign)).as(what).isEqualTo(names(toUnknown));
        calls++;
      }
    }
    assertThat(calls).isGreaterThan(15);
    assertThat(shown()).isEqualTo(before);
  }

  @Test
  void noRoleOfAUserLeadsToAnAdminsOperation() {
    for (Operation operation : CONTRACT.operations()) {
      if (operation.isForAdmins()) {
        for (Possessions whose : List.of(own, foreign, foreign.unknown())) {
          Answer answer = call(operation, whose);
          assertThat(answer.status()).as(operation.toString()).isEqualTo(403);
          assertThat(answer.json().get("code").stringValue()).isEqualTo("forbidden");
        }
      }
    }
  }

  @Test
  void aForeignIdInABodyIsAnsweredAsAnUnknownOne() {
    int calls = 0;
    for (Operation operation : CONTRACT.operations()) {
      if (!operation.takesBody() || operation.isForAdmins()) {
        continue;
      }
      for (JsonNode variant : operation.bodyVariants()) {
        for (Map.Entry<String, JsonNode> property : variant.get("properties").properties()) {
          JsonNode kind = CONTRACT.resolved(property.getValue()).path("x-id-of");
          if (kind.isString()) {
            Answer toForeign = named(operation, variant, property.getKey(), kind, foreign);
            Answer toUnknown =
                named(operation, variant, property.getKey(), kind, foreign.unknown());
            String what = operation + " with a foreign " + property.getKey();
            assertThat(toForeign.status()).as(what + toForeign.text()).isBetween(400, 499);
            assertThat(toForeign.status()).as(what).isEqualTo(toUnknown.status());
            assertThat(toForeign.text()).as(what).isEqualTo(toUnknown.text());
            assertThat(names(toForeign)).as(what).isEqualTo(names(toUnknown));
            calls++;
          }
        }
      }
    }
    assertThat(calls).isGreaterThan(6);
  }

  @Test
  void noListShowsWhatIsForeign() {
    for (Operation operation : CONTRACT.operations()) {
      // A stream of the caller's own draft would not end.
      if (operation.method().equals("GET")
          && !operation.isForAdmins()
          && !operation.id().equals("followJob")) {
        Answer mine = call(operation, own);
        Stream.of("job", "batch", "session", "endpoint", "delivery", "tenant", "key")
            .forEach(kind ->
                assertThat(mine.text())
                    .as(operation + " shows a foreign " + kind)
                    .doesNotContain(foreign.of(kind)));
      }
    }
  }

  @Test
  void aForeignCursorShowsNothingForeign() {
    owner.draw("{\"prompt\": \"one more\"}");
    JsonNode jobs = owner.get("/v1/jobs?limit=1").json();
    String cursor = jobs.get("next_cursor").stringValue();

    Answer answer = stranger.get("/v1/jobs?limit=1&cursor=" + cursor);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo(stranger.get("/v1/jobs?limit=1&cursor=bm9uZQ").text());
  }

  /** The caller's own ids but for these kinds. */
  private Possessions mixed(Set<String> theirs, Possessions others) {
    Map<String, String> ids = new HashMap<>(own.ids());
    theirs.forEach(kind -> ids.put(kind, others.of(kind)));
    return new Possessions(ids);
  }

  private static List<String> kinds(Operation operation) {
    return operation
        .parametersIn("path")
        .map(parameter -> parameter.path("x-id-of"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .filter(kind -> !SHARED.contains(kind))
        .toList();
  }

  private Answer call(Operation operation, Possessions whose) {
    return send(operation, whose.target(operation), operation.body());
  }

  private Answer named(
      Operation operation, JsonNode variant, String property, JsonNode kind, Possessions whose) {
    ObjectNode body = (ObjectNode) Bodies.minimal(operation, variant);
    body.put(property, whose.of(kind.stringValue()));
    return send(operation, own.target(operation), JsonMapper.shared().writeValueAsString(body));
  }

  private Answer send(Operation operation, String path, String body) {
    if (!operation.takesBody()) {
      return stranger.send(operation.method(), path, new byte[0], "X-Request-Id", "same");
    }
    Sent sent = Sent.of(operation, body);
    return stranger.send(
        operation.method(),
        path,
        sent.body(),
        "Content-Type",
        sent.contentType(),
        "X-Request-Id",
        "same");
  }

  private static Set<String> names(Answer answer) {
    return answer.headers().map().keySet();
  }

  /** The owner's things as the owner sees them. */
  private Map<String, String> shown() {
    Map<String, String> shown = new HashMap<>();
    shown.put("job", owner.get("/v1/jobs/" + foreign.of("job")).text());
    shown.put("endpoint", owner.get("/v1/webhook-endpoints/" + foreign.of("endpoint")).text());
    shown.put("session", owner.get("/v1/sessions/" + foreign.of("session")).text());
    shown.put("batch", String.valueOf(owner.get("/v1/batches/" + foreign.of("batch")).status()));
    return shown;
  }
}
