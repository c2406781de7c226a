package dev.nextflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueNamesTest {

  private static final String DIGEST = "sha256:0123abcd" + "f".repeat(56);

  @Test
  void nameTheKindTheBundleAndItsDigest() {
    assertThat(QueueNames.generation("demo", DIGEST)).isEqualTo("gen-demo-0123abcd");
    assertThat(QueueNames.understanding("Demo", DIGEST)).isEqualTo("und-demo-0123abcd");
    assertThat(QueueNames.composition("demo", DIGEST)).isEqualTo("com-demo-0123abcd");
  }

  @Test
  void needADigest() {
    assertThatThrownBy(() -> QueueNames.generation("demo", "md5:0123abcd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-gen", "gen demo", "gen{demo}", "gen:demo", "gen*"})
  void holdNothingThatMeansSomethingInAKey(String name) {
    assertThatThrownBy(() -> QueueNames.require(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
