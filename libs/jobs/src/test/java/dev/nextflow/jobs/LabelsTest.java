package dev.nextflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void areSixteenAtMost() {
    assertThat(new Labels(some(16)).values()).hasSize(16);
    assertThatThrownBy(() -> new Labels(some(17))).hasMessageContaining("16");
  }

  @Test
  void haveKeysAndValuesThatStandOnOneLine() {
    assertThat(Labels.isKey("Order.no_1-a")).isTrue();
    assertThat(Labels.isKey("a=b")).isFalse();
    assertThat(Labels.isKey("")).isFalse();
    assertThat(Labels.isKey("k".repeat(64))).isFalse();
    assertThat(Labels.isValue("a = \"b\" \u2603 \ud83d\udc08")).isTrue();
    assertThat(Labels.isValue("a\nb")).isFalse();
    assertThat(Labels.isValue("\ud83d")).isFalse();
    assertThat(Labels.isValue("")).isFalse();
    assertThat(Labels.isValue("v".repeat(129))).isFalse();
    assertThatThrownBy(() -> new Labels(Map.of("a b", "c"))).hasMessage(Labels.KEY_RULE);
    assertThatThrownBy(() -> new Labels(Map.of("a", ""))).hasMessage(Labels.VALUE_RULE);
  }

  private static Map<String, String> some(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "key" + i)
        .collect(Collectors.toMap(Function.identity(), key -> "v"));
  }
}
