package dev.nextflow.engine.drawing;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.SamplingPerScale;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused before anything runs. */
class RequestChecksTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();
  private static final int BOI = BUNDLE.specialTokens().boi();
  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 6);
  private static final Sampling GUIDED = new Sampling(3, 1, 64, 0.95);
  private static final Sampling UNGUIDED = new Sampling(0, 1, 64, 0.95);
  private static final int[] PROMPT = {1, 2, 3, BOI};

  @Test
  void acceptsTheLongestPrompt() {
    int[] longest = new int[BUNDLE.maxPromptTokens()];
    longest[longest.length - 1] = BOI;
    assertThatNoException().isThrownBy(() -> RequestChecks.check(BUNDLE, List.of(prompt(longest))));
  }

  @Test
  void anUnguidedRequestNeedsNoUnconditionalRow() {
    assertThatNoException()
        .isThrownBy(() ->
            RequestChecks.check(
                BUNDLE,
                List.of(new DrawRequest(PROMPT, new int[0], SCHEDULE, 1, 0, UNGUIDED, List.of()))));
  }

  @Test
  void anEmptyBatch() {
    assertThatIllegalArgumentException().isThrownBy(() -> RequestChecks.check(BUNDLE, List.of()));
  }

  @Test
  void aPromptThatIsTooLong() {
    int[] tooLong = new int[BUNDLE.maxPromptTokens() + 1];
    tooLong[tooLong.length - 1] = BOI;
    assertRefused("conditional ids must be 1..", prompt(tooLong));
  }

  @Test
  void aPromptThatIsEmpty() {
    assertRefused("conditional ids must be 1..", prompt());
  }

  @Test
  void anIdThatIsNoTextId() {
    assertRefused("no text id: -1", prompt(-1, BOI));
    int visual = BUNDLE.model().textVocabSize();
    assertRefused("no text id: " + visual, prompt(visual, BOI));
  }

  @Test
  void aPromptThatDoesNotOpenAPicture() {
    assertRefused("must end in <boi>", prompt(1, 2, 3));
  }

  @Test
  void aGuidedRequestWithoutAnUnconditionalRow() {
    assertRefused(
        "unconditional ids",
        new DrawRequest(PROMPT, new int[0], SCHEDULE, 1, 0, GUIDED, List.of()));
  }

  @Test
  void aScheduleThatTheBundleDoesNotOffer() {
    ScaleSchedule other = new ScaleSchedule(new Grid(64, 64), 5);
    assertRefused("level 5", new DrawRequest(PROMPT, PROMPT, other, 1, 0, GUIDED, List.of()));
  }

  @Test
  void aBatchOfDifferentSchedules() {
    ScaleSchedule other = new ScaleSchedule(new Grid(60, 64), 6);
    assertRefused(
        "one schedule",
        prompt(PROMPT),
        new DrawRequest(PROMPT, PROMPT, other, 1, 0, GUIDED, List.of()));
  }

  @Test
  void aBatchThatIsHalfGuided() {
    assertRefused(
        "guided",
        prompt(PROMPT),
        new DrawRequest(PROMPT, PROMPT, SCHEDULE, 1, 0, UNGUIDED, List.of()));
  }

  @Test
  void aBatchThatStandsAtDifferentScales() {
    assertRefused("the same number of scales", prompt(PROMPT), drawn(ScaleCodes.of(1)));
  }

  @Test
  void samplingPerScaleForAnotherNumberOfScales() {
    SamplingPerScale five = new SamplingPerScale(null, Collections.nCopies(5, 1.0), null, null);
    Sampling sampling = new Sampling(3, 1, 64, 0.95, five);
    assertRefused(
        "one value for each scale",
        new DrawRequest(PROMPT, PROMPT, SCHEDULE, 1, 0, sampling, List.of()));
  }

  @Test
  void drawnScalesThatAreNoneOfTheSchedule() {
    assertRefused("scale 1 has 1 codes, not 2", drawn(ScaleCodes.of(1, 2)));
    int noCode = BUNDLE.model().visualVocabSize();
    assertRefused("no such code: " + noCode, drawn(ScaleCodes.of(noCode)));
  }

  private static DrawRequest prompt(int... ids) {
    return new DrawRequest(ids, PROMPT, SCHEDULE, 1, 0, GUIDED, List.of());
  }

  private static DrawRequest drawn(ScaleCodes... scales) {
    return new DrawRequest(PROMPT, PROMPT, SCHEDULE, 1, 0, GUIDED, List.of(scales));
  }

  private static void assertRefused(String named, DrawRequest... requests) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestChecks.check(BUNDLE, List.of(requests)))
        .withMessageContaining(named);
  }
}
