package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A key is in its owner's hands and, once, in the answer that made it; nowhere else. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "logging.level.dev.nextflow=TRACE")
class SecretsTest extends KeyedGatewayTest {

  @Autowired private ReactiveStringRedisTemplate template;

  @Test
  void keysAreInNoRedisNoLogAndNoOtherAnswer(CapturedOutput output) {
    String tenant = newTenant("\"tokens_per_minute\": 200");
    JsonNode key = newKey(tenant);
    String text = key.get("key").stringValue();
    Api user = as(text);
    List<String> told = new ArrayList<>();
    told.add(user.get("/v1/jobs/" + text).text());
    told.add(user.get("/" + text).text());
    told.add(user.get("/v1/admin/tenants").text());
    told.add(user.post("/v1/generations", "{\"prompt\": \"a\"}").text());
    told.add(user.post("/v1/generations", "{\"prompt\": \"a\", \"n\": 4}").text());
    told.add(user.post("/v1/generations", "{\"" + text + "\"").text());
    told.add(user.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", "k").text());
    told.add(user.get("/v1/models").text());
    tokenizer.answerWith(404);
    told.add(user.post("/v1/generations", "{\"prompt\": \"a\"}").text());
    tokenizer.answerWith(500);
    told.add(user.post("/v1/generations", "{\"prompt\": \"a\"}").text());
    tokenizer.answerWith(200);
    told.add(as(text + "0").get("/v1/models").text());
    told.add(admin.get("/v1/admin/keys?tenant=" + tenant).text());
    told.add(admin.get("/v1/admin/keys/" + key.get("id").stringValue()).text());
    Answer revoked =
        admin.send("DELETE", "/v1/admin/keys/" + key.get("id").stringValue(), new byte[0]);
    told.add(revoked.text());

    assertThat(told.toString())
        .contains("not-found", "forbidden", "queued", "internal", "unavailable")
        .contains(key.get("id").stringValue());
    List<String> dump = dump();
    assertThat(dump.toString()).contains(key.get("id").stringValue(), tenant);
    for (String secret : List.of(text, text.substring(17), ADMIN_KEY)) {
      assertThat(told.toString()).doesNotContain(secret);
      assertThat(output.getAll()).doesNotContain(secret);
      assertThat(dump.toString()).doesNotContain(secret);
    }
    assertThat(told.toString()).doesNotContain(KeyHash.of(text));
  }

  /** Every key of Redis with all that it holds. */
  private List<String> dump() {
    List<String> dump = new ArrayList<>();
    for (String name : template.scan().toIterable()) {
      DataType type = template.type(name).blockOptional().orElseThrow();
      Object value =
          switch (type) {
            case STRING -> template.opsForValue().get(name).blockOptional();
            case HASH -> template.opsForHash().entries(name).collectList().block();
            case LIST -> template.opsForList().range(name, 0, -1).collectList().block();
            case SET -> template.opsForSet().members(name).collectList().block();
            case ZSET -> template.opsForZSet().range(name, Range.unbounded()).collectList().block();
            case STREAM ->
                template.opsForStream().range(name, Range.unbounded()).collectList().block();
            case NONE -> "gone meanwhile";
          };
      dump.add(name + " " + value);
    }
    return dump;
  }
}
