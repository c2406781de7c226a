package dev.nextflow.understanding.answering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {

  static final int END = 380;
  static final UnderstandingWork WORK =
      new UnderstandingWork("sha256:0", new int[] {1, 2, 3}, 4, 0, 1, 0);

  @Test
  void anAnswerEndsWithItsMessage() {
    Answer answer = Answer.of(Map.of(), 4, END);
    answer.add(10);
    assertThat(answer.ended()).isFalse();
    answer.add(END);
    assertThat(answer.ended()).isTrue();
    AnswerResult result = answer.result(WORK);
    assertThat(result.finishReason()).isEqualTo("stop");
    assertThat(result.ids()).containsExactly(10);
    assertThat(result.usage()).isEqualTo(new AnswerResult.Usage(3, 2));
  }

  @Test
  void anAnswerEndsAtItsLimit() {
    Answer answer = Answer.of(Map.of(), 2, END);
    answer.add(10);
    answer.add(11);
    assertThat(answer.ended()).isTrue();
    assertThat(answer.result(WORK).finishReason()).isEqualTo("length");
  }

  @Test
  void whatIsToldIsNotToldAgain() {
    Answer answer = Answer.of(Map.of(), 4, END);
    answer.add(10);
    assertThat(answer.report().eventData()).isEqualTo("{\"ids\":[10],\"tokens_done\":1}");
    answer.add(11);
    answer.add(END);
    assertThat(answer.unreported()).isEqualTo(2);
    Progress second = answer.report();
    assertThat(second.eventData()).isEqualTo("{\"ids\":[11],\"tokens_done\":3}");
    assertThat(second.checkpoint()).containsExactly(Map.entry("text:ids", "[10,11,380]"));
    assertThat(answer.unreported()).isZero();
  }

  @Test
  void aNextAttemptGoesOnAfterWhatWasStored() {
    Answer answer = Answer.of(Map.of("text:ids", "[10,11]"), 4, END);
    assertThat(answer.ids()).isEqualTo(List.of(10, 11));
    assertThat(answer.unreported()).isZero();
    assertThat(Answer.of(Map.of("text:ids", "[10,380]"), 4, END).ended()).isTrue();
  }
}
