package dev.nextflow.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.fixtures.DemoBundle;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.engine.writing.BatchSize;
import dev.nextflow.engine.writing.ContinuousBatch;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Turns of a session that go on from what is kept: the tokens, and the keys and values to the bit,
 * are those of rows that read everything again. Logits are a function of these and of runs that are
 * the same in both.
 */
class SessionTurnsTest {

  private static final long PLENTY = 1L << 28;

  static Stream<Named<Bundle>> bundles() {
    return Stream.of(Named.of("tiny", TinyBundle.bundle()), Named.of("demo", DemoBundle.bundle()));
  }

  /** An edit after a drawing, questions after drawings and after each other, an edit after both. */
  @ParameterizedTest
  @MethodSource("bundles")
  void everyTurnIsTheSameFromWhatIsKeptAsFromItsTokens(Bundle bundle) {
    try (Turns turns = new Turns(bundle);
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      SessionPrefixes session = kept.session("tenant", "session");
      Conversation talk = turns.talk;
      int inner = talk.schedule().codes() - 1; // What closes a picture is read by a later turn.

      DrawRequest first = talk.drawing();
      talk.drawn(turns.drawnTheSame(first, session));
      assertThat(kept.tokensSpared()).isZero();
      int read = first.conditional().tokens() + inner;

      DrawRequest edit = talk.drawing();
      talk.drawn(turns.drawnTheSame(edit, session));
      assertThat(turns.spared(kept)).isEqualTo(read);
      read = edit.conditional().tokens() + inner;
      int throughLastPicture = read;

      TextRequest question = talk.question();
      talk.written(turns.writtenTheSame(question, session.sequence()));
      assertThat(turns.spared(kept)).isEqualTo(read);
      read = question.sequence().tokens();

      TextRequest again = talk.question();
      talk.written(turns.writtenTheSame(again, session.sequence()));
      assertThat(turns.spared(kept)).isEqualTo(read);

      // What follows the last picture, all rows of a drawing read together.
      talk.drawn(turns.drawnTheSame(talk.drawing(), session));
      assertThat(turns.spared(kept)).isGreaterThanOrEqualTo(throughLastPicture);
    }
  }

  /** What the other row begins with is kept, too: here the turn is asked for once more. */
  @ParameterizedTest
  @MethodSource("bundles")
  void bothRowsOfADrawingHaveAPrefixOfTheirOwn(Bundle bundle) {
    try (Turns turns = new Turns(bundle);
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      SessionPrefixes session = kept.session("tenant", "session");
      turns.talk.drawn(turns.drawnTheSame(turns.talk.drawing(), session));
      DrawRequest edit = turns.talk.drawing();
      turns.drawnTheSame(edit, session);
      turns.spared(kept);
      long hits = kept.hits();

      turns.drawnTheSame(edit, session);

      assertThat(kept.hits() - hits).isEqualTo(2);
      int inner = turns.talk.schedule().innerTokens();
      // Up to the end of the picture in each row; the text behind it is read.
      int boi = edit.conditional().pictures().getFirst().boi();
      assertThat(turns.spared(kept)).isEqualTo(boi + 1 + inner + 2 + inner);
    }
  }

  @Test
  void whatBeginsOtherwiseIsReadFromThere() {
    Bundle bundle = TinyBundle.bundle();
    try (Turns turns = new Turns(bundle);
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      SessionPrefixes session = kept.session("tenant", "session");
      turns.talk.drawn(turns.drawnTheSame(turns.talk.drawing(), session));
      TextRequest question = turns.talk.question();
      GivenPicture picture = question.sequence().pictures().getFirst();

      List<ScaleCodes> codes = new ArrayList<>(picture.codes());
      int[] third = codes.get(2).toArray();
      third[1] ^= 1;
      codes.set(2, ScaleCodes.of(third));
      GivenPicture other = new GivenPicture(picture.boi(), picture.schedule(), codes);
      turns.writtenTheSame(
          with(question, new MixedSequence(question.sequence().ids(), List.of(other))),
          session.sequence());

      int throughThird = picture.schedule().codesThrough(3) - 1;
      assertThat(turns.spared(kept)).isEqualTo(picture.boi() + 1 + throughThird);

      int[] ids = question.sequence().ids().clone();
      ids[8] ^= 1;
      turns.writtenTheSame(
          with(question, new MixedSequence(ids, List.of(other))), session.sequence());
      assertThat(turns.spared(kept)).isEqualTo(8);
    }
  }

  @Test
  void anotherSessionAndAnotherOwnerBeginWithNothing() {
    try (Turns turns = new Turns(TinyBundle.bundle());
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      TextRequest text = Conversation.text(1, 30);
      turns.write(text, kept.session("tenant", "one").sequence());
      turns.write(text, kept.session("tenant", "other").sequence());
      turns.write(text, kept.session("stranger", "one").sequence());
      turns.write(text, kept.session("tenant", null).sequence());
      assertThat(kept.misses()).isEqualTo(3);
      assertThat(kept.hits()).isZero();
    }
  }

  @Test
  void aCancelledDrawingLeavesOnlyWhatItHasReadAndDrawn() {
    try (Turns turns = new Turns(TinyBundle.bundle());
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      SessionPrefixes session = kept.session("tenant", "session");
      DrawRequest request = turns.talk.drawing();
      try (Drawing drawing = turns.drawing.begin(List.of(request), session)) {
        drawing.cancel();
        assertThatExceptionOfType(EngineCancelled.class).isThrownBy(drawing::next);
      }
      assertThat(kept.bytes()).isZero();
      try (Drawing drawing = turns.drawing.begin(List.of(request), session)) {
        drawing.next();
        drawing.next();
        drawing.cancel();
        assertThatExceptionOfType(EngineCancelled.class).isThrownBy(drawing::next);
      }
      assertThat(kept.bytes()).isPositive();

      turns.talk.drawn(turns.drawnTheSame(request, SessionPrefixes.NONE));
      turns.writtenTheSame(turns.talk.question(), session.sequence());
      int secondScale = turns.talk.schedule().codesThrough(2) - 1;
      assertThat(turns.spared(kept)).isEqualTo(request.conditional().tokens() + secondScale);
    }
  }

  @Test
  void aTextThatLeavesBeforeItIsReadLeavesNothing() {
    try (Turns turns = new Turns(TinyBundle.bundle());
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      int slot =
          turns.batch.admit(Conversation.text(1, 60), kept.session("tenant", "one").sequence());
      turns.batch.step();
      turns.batch.release(slot);
      assertThat(kept.bytes()).isZero();
    }
  }

  @Test
  void holdsNoMoreThanItMayAndForgetsWhoWasUsedLeastRecently() {
    try (Turns turns = new Turns(TinyBundle.bundle());
        KeptPrefixes one = new KeptPrefixes(PLENTY)) {
      turns.write(Conversation.text(1, 25), one.session("tenant", "one").sequence());
      long bytes = one.bytes();
      assertThat(bytes).isPositive();

      try (KeptPrefixes two = new KeptPrefixes(2 * bytes + 1)) {
        for (int number : new int[] {1, 2, 1, 3}) {
          turns.write(Conversation.text(number, 25), sessionOf(two, number));
          assertThat(two.bytes()).isLessThanOrEqualTo(2 * bytes);
        }
        assertThat(sessionOf(two, 1).values()).isNotEmpty();
        assertThat(sessionOf(two, 2).values()).as("used least recently").isEmpty();
        assertThat(sessionOf(two, 3).values()).isNotEmpty();

        turns.write(Conversation.text(4, 60), sessionOf(two, 4));
        assertThat(sessionOf(two, 4).values()).as("larger than the bound").isEmpty();
        assertThat(two.bytes()).as("nobody goes for what has no room").isEqualTo(2 * bytes);
      }
    }
  }

  @Test
  void keepsNothingWhereNothingMayBeKept() {
    try (Turns turns = new Turns(TinyBundle.bundle());
        KeptPrefixes none = new KeptPrefixes(0)) {
      turns.write(Conversation.text(1, 30), sessionOf(none, 1));
      turns.write(Conversation.text(1, 30), sessionOf(none, 1));
      assertThat(none.bytes()).isZero();
      assertThat(none.hits()).isZero();
    }
  }

  @Test
  void givesItsMemoryBack() {
    NativeUsage before = NativeScope.usage();
    try (Turns turns = new Turns(TinyBundle.bundle());
        KeptPrefixes kept = new KeptPrefixes(PLENTY)) {
      turns.write(Conversation.text(1, 30), sessionOf(kept, 1));
      turns.write(Conversation.text(1, 60), sessionOf(kept, 1));
    }
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  private static RowPrefix sessionOf(KeptPrefixes kept, int number) {
    return kept.session("tenant", "session-" + number).sequence();
  }

  private static TextRequest with(TextRequest request, MixedSequence sequence) {
    return new TextRequest(
        sequence,
        request.written(),
        request.maxTokens(),
        request.temperature(),
        request.topP(),
        request.seed());
  }

  /** One bundle's engines; every turn is made twice. */
  private static final class Turns implements AutoCloseable {

    final Conversation talk;
    final DrawingEngine drawing;
    final WritingEngine writing;
    final ContinuousBatch batch;
    private long spared;

    Turns(Bundle bundle) {
      talk = new Conversation(bundle);
      drawing = DrawingEngine.open(bundle, EngineOptions.cpu(2));
      writing = drawing.writing();
      batch = writing.batch(new BatchSize(2, Conversation.ANSWER_TOKENS, 4, 16));
    }

    /** Draws from what is kept and from tokens alone. */
    List<ScaleCodes> drawnTheSame(DrawRequest request, SessionPrefixes session) {
      try (KeptPrefixes none = new KeptPrefixes(PLENTY)) {
        SessionPrefixes rebuilt = none.session("tenant", "session");
        List<ScaleCodes> codes = Conversation.draw(drawing, request, session);
        assertThat(codes).isEqualTo(Conversation.draw(drawing, request, rebuilt));
        assertThat(none.hits()).isZero();
        same(session.sequence(), rebuilt.sequence());
        // Before the first picture it is too short to be kept.
        assertThat(session.unguided().values()).isEqualTo(rebuilt.unguided().values());
        return codes;
      }
    }

    /** Writes from what is kept and from tokens alone. */
    List<Integer> writtenTheSame(TextRequest request, RowPrefix prefix) {
      try (KeptPrefixes none = new KeptPrefixes(PLENTY)) {
        RowPrefix rebuilt = none.session("tenant", "session").sequence();
        List<Integer> ids = write(request, prefix);
        assertThat(ids).isEqualTo(write(request, rebuilt));
        assertThat(none.hits()).isZero();
        same(prefix, rebuilt);
        return ids;
      }
    }

    List<Integer> write(TextRequest request, RowPrefix prefix) {
      return Conversation.write(batch, request, prefix);
    }

    private static void same(RowPrefix prefix, RowPrefix rebuilt) {
      if (prefix != RowPrefix.NONE) {
        assertThat(prefix.values()).isEqualTo(rebuilt.values()).isNotEmpty();
      }
    }

    /** Tokens that were copied since the last call. */
    long spared(KeptPrefixes kept) {
      long before = spared;
      spared = kept.tokensSpared();
      return spared - before;
    }

    @Override
    public void close() {
      batch.close();
      writing.close();
      drawing.close();
    }
  }
}
