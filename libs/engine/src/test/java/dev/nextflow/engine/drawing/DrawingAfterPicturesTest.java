package dev.nextflow.engine.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.Parity.EditCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Edits and subjects: token for token against the reference model, in batches, and after a stop.
 */
class DrawingAfterPicturesTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();
  private static DrawingEngine engine;

  @BeforeAll
  static void open() {
    engine = DrawingEngine.open(BUNDLE, EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static List<EditCase> cases() {
    return Parity.tiny().edits();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void drawsTheTokensOfTheReferenceModel(EditCase reference) {
    assertThat(Drawings.finish(engine, reference.request(0))).isEqualTo(reference.scales());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStoppedDrawingGoesOnFromEveryScaleAsIfItHadNotStopped(EditCase reference) {
    List<ScaleCodes> whole = reference.scales();
    for (int drawn = 1; drawn < whole.size(); drawn++) {
      assertThat(Drawings.finish(engine, reference.request(drawn)))
          .as("after %d scales", drawn)
          .isEqualTo(whole.subList(drawn, whole.size()));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalPicturesOfAJobAreWhatEachIsAlone(EditCase reference) {
    DrawRequest job = reference.request(0);
    List<DrawRequest> batch = new ArrayList<>();
    for (int image = 0; image < 3; image++) {
      batch.add(
          new DrawRequest(
              job.conditional(),
              job.unconditional(),
              job.schedule(),
              job.seed(),
              image,
              job.sampling(),
              List.of()));
    }
    List<List<ScaleCodes>> alone =
        batch.stream().map(request -> Drawings.finish(engine, request)).toList();
    assertThat(alone).doesNotHaveDuplicates();
    assertThat(Drawings.finish(engine, batch)).isEqualTo(alone);
  }

  /** With guidance both rows read the picture: another picture in either draws another one. */
  @Test
  void bothRowsReadTheGivenPicture() {
    EditCase reference = cases().getFirst();
    DrawRequest request = reference.request(0);
    MixedSequence conditional = otherwise(request.conditional());
    MixedSequence unconditional = otherwise(request.unconditional());

    assertThat(Drawings.finish(engine, with(request, conditional, request.unconditional())))
        .isNotEqualTo(reference.scales());
    assertThat(Drawings.finish(engine, with(request, request.conditional(), unconditional)))
        .isNotEqualTo(reference.scales());
  }

  @Test
  void givesItsMemoryBack() {
    NativeUsage before = NativeScope.usage();
    Drawings.finish(engine, cases().getLast().request(0));
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  @Test
  void refusesRequestsThatCanNotBeReadTogether() {
    DrawRequest request = cases().getFirst().request(0);
    GivenPicture small = request.unconditional().pictures().getFirst();
    ScaleSchedule larger = BUNDLE.schedule(small.schedule().fullGrid(), 6);
    GivenPicture large =
        new GivenPicture(
            small.boi(),
            larger,
            larger.grids().stream().map(grid -> ScaleCodes.of(new int[grid.size()])).toList());
    MixedSequence other = new MixedSequence(request.unconditional().ids(), List.of(large));
    DrawRequest unlike = with(request, request.conditional(), other);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.begin(List.of(request, unlike)))
        .withMessageContaining("of the same schedules");
  }

  /** Guidance leads away from what is left of a conversation, which may be fewer pictures. */
  @Test
  void theUnguidedRowMayHaveFewerPictures() {
    EditCase reference = cases().getLast();
    DrawRequest request = reference.request(0);
    assertThat(request.conditional().pictures()).hasSize(2);
    MixedSequence one = cases().getFirst().request(0).unconditional();
    DrawRequest fewer = with(request, request.conditional(), withPictureOf(request, one));

    List<ScaleCodes> drawn = Drawings.finish(engine, fewer);
    assertThat(drawn).hasSize(request.schedule().level()).isNotEqualTo(reference.scales());
    assertThat(Drawings.finish(engine, fewer)).isEqualTo(drawn);
  }

  /** The sequence of one picture with the newest that the request is given. */
  private static MixedSequence withPictureOf(DrawRequest request, MixedSequence one) {
    GivenPicture newest = request.conditional().pictures().getLast();
    int boi = one.pictures().getFirst().boi();
    return new MixedSequence(
        one.ids(), List.of(new GivenPicture(boi, newest.schedule(), newest.codes())));
  }

  @Test
  void refusesPicturesThatItCannotRead() {
    DrawRequest request = cases().getFirst().request(0);
    GivenPicture picture = request.conditional().pictures().getFirst();
    MixedSequence moved =
        new MixedSequence(
            request.conditional().ids(),
            List.of(new GivenPicture(picture.boi() + 1, picture.schedule(), picture.codes())));
    refused("no <boi> and <eoi>", with(request, moved, request.unconditional()));
  }

  private static void refused(String rule, DrawRequest request) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.begin(List.of(request)))
        .withMessageContaining(rule);
  }

  private static DrawRequest with(
      DrawRequest request, MixedSequence conditional, MixedSequence unconditional) {
    return new DrawRequest(
        conditional,
        unconditional,
        request.schedule(),
        request.seed(),
        request.image(),
        request.sampling(),
        request.drawn());
  }

  /** The same sequence with another picture in the place of its first. */
  private static MixedSequence otherwise(MixedSequence sequence) {
    GivenPicture picture = sequence.pictures().getFirst();
    List<ScaleCodes> codes =
        picture.codes().stream()
            .map(scale ->
                ScaleCodes.of(
                    IntStream.of(scale.toArray())
                        .map(code -> (code + 97) % BUNDLE.model().visualVocabSize())
                        .toArray()))
            .toList();
    List<GivenPicture> pictures = new ArrayList<>(sequence.pictures());
    pictures.set(0, new GivenPicture(picture.boi(), picture.schedule(), codes));
    return new MixedSequence(sequence.ids(), pictures);
  }
}
