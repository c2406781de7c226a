package dev.nextflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

  private static final String RANDOM = "abcdefghijklmnopqrstuvwx27";

  @Test
  void knowsItsQueueWhateverDashesTheQueueHas() {
    assertThat(new JobId("gen-my-model-0123abcd-" + RANDOM).queue())
        .isEqualTo("gen-my-model-0123abcd");
    assertThat(JobId.random("gen-my-model-0123abcd").queue()).isEqualTo("gen-my-model-0123abcd");
  }

  @Test
  void isNeverTheSameTwiceAndUsesAllItsCharacters() {
    var ids = IntStream.range(0, 2_000).mapToObj(i -> JobId.random("q").value()).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("q-[a-z2-7]{26}"));
    for (int place = 2; place < 27; place++) {
      int at = place;
      assertThat(ids.stream().map(id -> id.charAt(at)).collect(Collectors.toSet()))
          .as("characters at %d", place)
          .hasSize(32);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gen-demo",
        "gen-demo-" + RANDOM + "a",
        "-" + RANDOM,
        "gen:demo-" + RANDOM,
        "gen-{demo}-" + RANDOM,
        "GEN-demo-" + RANDOM,
        "gen-demo-abcdefghijklmnopqrstuvwx01",
        "gen-demo-" + RANDOM + "\n",
      })
  void isNotReadFromAnythingElse(String text) {
    assertThat(JobId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isReadBackFromItsText() {
    JobId id = JobId.random("und-demo-0123abcd");
    assertThat(JobId.parse(id.toString())).contains(id);
  }
}
