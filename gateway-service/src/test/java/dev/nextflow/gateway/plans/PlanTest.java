package dev.nextflow.gateway.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.Plan;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final String THOUGHT =
      "The opposite of white is black. The final prompt is: a black star.";

  @Test
  void theFinalPromptIsWhatTheThoughtCameTo() {
    assertThat(Plan.of(THOUGHT, true)).isEqualTo(new Plan(THOUGHT, "a black star.", true));
  }

  @Test
  void aThoughtThatIsNotFollowedHasNone() {
    assertThat(Plan.of(THOUGHT, false).finalPrompt()).isNull();
    assertThat(Plan.of("The opposite of", true).finalPrompt()).isNull();
    assertThat(Plan.of("The final prompt is: ", true).finalPrompt()).isNull();
  }

  @Test
  void anotherConclusionKeepsTheSteps() {
    assertThat(Plan.of(THOUGHT, true).concluding(" a red star. "))
        .isEqualTo("The opposite of white is black. The final prompt is: a red star.");
  }

  @Test
  void stepsThatLedNowhereAreNoReason() {
    assertThat(Plan.of("The opposite of", false).concluding("a red star."))
        .isEqualTo("The final prompt is: a red star.");
  }
}
