package dev.nextflow.understanding.answering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.text.TokenBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnswerTest {

  static final int END = 380;
  static TokenBytes tokens;

  @BeforeAll
  static void load() throws IOException {
    tokens =
        TokenBytes.load(Path.of(System.getProperty("nextflow.bundles"), "tiny", "tokenizer.json"));
  }

  @Test
  void anAnswerEndsWithItsMessage() {
    Answer answer = answer(4, Map.of());
    answer.add(10);
    assertThat(answer.ended()).isFalse();
    answer.add(END);
    assertThat(answer.ended()).isTrue();
    AnswerResult result = answer.result(work(4, List.of()));
    assertThat(result.finishReason()).isEqualTo("stop");
    assertThat(result.ids()).containsExactly(10);
    assertThat(result.usage()).isEqualTo(new AnswerResult.Usage(3, 2));
  }

  @Test
  void anAnswerEndsAtItsLimit() {
    Answer answer = answer(2, Map.of());
    answer.add(10);
    answer.add(11);
    assertThat(answer.ended()).isTrue();
    assertThat(answer.result(work(2, List.of())).finishReason()).isEqualTo("length");
  }

  /** The stop is paid for, since it was written, and also stored, but no part of the text. */
  @Test
  void anAnswerEndsBeforeAStop() {
    UnderstandingWork work = work(9, List.of("b."));
    Answer answer = Answer.of(Map.of(), Ending.of(work, END, tokens));
    answer.add(id('a'));
    answer.add(id('b'));
    assertThat(answer.report().eventData())
        .isEqualTo("{\"ids\":[%d],\"tokens_done\":2}".formatted(id('a')));
    answer.add(id('.'));
    assertThat(answer.ended()).isTrue();
    Progress last = answer.report();
    assertThat(last.eventData()).isEqualTo("{\"ids\":[],\"tokens_done\":3}");
    assertThat(last.checkpoint())
        .containsEntry("text:ids", "[%d,%d,%d]".formatted(id('a'), id('b'), id('.')));
    AnswerResult result = answer.result(work);
    assertThat(result.ids()).containsExactly(id('a'));
    assertThat(result.finishReason()).isEqualTo("stop");
    assertThat(result.usage()).isEqualTo(new AnswerResult.Usage(3, 3));
  }

  @Test
  void whatAnEarlierAttemptHeldBackIsToldByTheNext() {
    UnderstandingWork work = work(9, List.of("b."));
    Map<String, String> checkpoint = Map.of("text:ids", "[%d,%d]".formatted(id('a'), id('b')));
    Answer answer = Answer.of(checkpoint, Ending.of(work, END, tokens));
    answer.add(id('c'));
    assertThat(answer.report().eventData())
        .isEqualTo("{\"ids\":[%d,%d],\"tokens_done\":3}".formatted(id('b'), id('c')));
  }

  @Test
  void whoWritesIsToldWhichTokenIsTheLast() {
    UnderstandingWork work = work(9, List.of("b."));
    Map<String, String> checkpoint = Map.of("text:ids", "[%d,%d]".formatted(id('a'), id('b')));
    Answer answer = Answer.of(checkpoint, Ending.of(work, END, tokens));
    assertThat(answer.last().test(id('.'))).isTrue();
    assertThat(answer.last().test(END)).isTrue();
    IntPredicate last = answer.last();
    assertThat(last.test(id('b'))).isFalse();
    assertThat(last.test(id('.'))).isTrue();
    assertThat(answer.ids()).as("looks at a copy").hasSize(2);
  }

  @Test
  void whatIsToldIsNotToldAgain() {
    Answer answer = answer(4, Map.of());
    answer.add(10);
    assertThat(answer.report().eventData()).isEqualTo("{\"ids\":[10],\"tokens_done\":1}");
    answer.add(11);
    answer.add(END);
    Progress second = answer.report();
    assertThat(second.eventData()).isEqualTo("{\"ids\":[11],\"tokens_done\":3}");
    assertThat(second.checkpoint()).containsExactly(Map.entry("text:ids", "[10,11,380]"));
  }

  @Test
  void aNextAttemptGoesOnAfterWhatWasStored() {
    Answer answer = answer(4, Map.of("text:ids", "[10,11]"));
    assertThat(answer.ids()).isEqualTo(List.of(10, 11));
    answer.add(12);
    assertThat(answer.report().eventData()).isEqualTo("{\"ids\":[12],\"tokens_done\":3}");
    assertThat(answer(4, Map.of("text:ids", "[10,380]")).ended()).isTrue();
  }

  private static Answer answer(int maxTokens, Map<String, String> checkpoint) {
    return Answer.of(checkpoint, Ending.of(work(maxTokens, List.of()), END, tokens));
  }

  private static UnderstandingWork work(int maxTokens, List<String> stop) {
    return new UnderstandingWork(
        "sha256:0", new int[] {1, 2, 3}, maxTokens, 0, 1, 0, List.of(), stop);
  }

  private static int id(char letter) {
    return tokens.idOf((byte) letter);
  }
}
