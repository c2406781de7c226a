package dev.nextflow.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @Test
  void readsWhatAJobViewHolds() {
    JsonObject job =
        JsonObject.parse(
            """
            {"id":"gen-1","finished_at":null,"links":{"self":"/v1/jobs/gen-1"},
             "images":[{"index":0,"url":"/a"},{"index":1,"url":"/b"}],
             "progress":{"percent":12.5},"seed":9007199254740991,"final":true,"levels":[6,18]}
            """);
    assertThat(job.text("id")).isEqualTo("gen-1");
    assertThat(job.text("finished_at")).isEmpty();
    assertThat(job.object("links").text("self")).isEqualTo("/v1/jobs/gen-1");
    assertThat(job.objects("images"))
        .extracting(image -> image.text("url"))
        .containsExactly("/a", "/b");
    assertThat(job.object("progress").number("percent")).isEqualTo(12);
    assertThat(job.number("seed")).isEqualTo((1L << 53) - 1);
  }

  @Test
  void whatIsAbsentIsEmpty() {
    JsonObject none = JsonObject.parse("{}");
    assertThat(none.text("id")).isEmpty();
    assertThat(none.number("seed")).isZero();
    assertThat(none.objects("images")).isEmpty();
    assertThat(none.object("links").text("self")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "nonsense", "{\"id\":", "<html></html>"})
  void whatIsNoObjectIsRefused(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
