package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GrowingTextTest {

  private final GrowingText text = new GrowingText();

  @Test
  void onlyWhatIsNewIsTold() {
    assertThat(text.news("a red")).isEqualTo("a red");
    assertThat(text.news("a red house")).isEqualTo(" house");
    assertThat(text.news("a red house")).isEmpty();
    assertThat(text.rest("a red house.")).isEqualTo(".");
  }

  @Test
  void aCharacterThatIsNotWholeYetIsHeldBack() {
    assertThat(text.news("caf\ufffd\ufffd")).isEqualTo("caf");
    assertThat(text.news("caf\u00e9")).isEqualTo("\u00e9");
  }

  @Test
  void whatNeverBecameACharacterIsToldAsSuch() {
    assertThat(text.news("a\ufffd")).isEqualTo("a");
    assertThat(text.rest("a\ufffd")).isEqualTo("\ufffd");
    assertThat(text.rest("a\ufffd")).isEmpty();
  }

  @Test
  void idsAreKeptInTheirOrder() {
    text.with(JsonMapper.shared().readTree("[1,2]"));
    assertThat(text.with(JsonMapper.shared().readTree("[3]"))).containsExactly(1, 2, 3);
  }
}
