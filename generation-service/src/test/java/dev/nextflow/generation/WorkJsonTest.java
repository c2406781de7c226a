package dev.nextflow.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.SamplingPerScale;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work as it lies in the queue: jobs outlive the version of the platform that took them. */
class WorkJsonTest {

  private static final String PLAIN =
      "{\"digest\":\"sha256:0\",\"conditionalIds\":[1,2],\"unconditionalIds\":[2],"
          + "\"schedule\":{\"fullGrid\":{\"height\":64,\"width\":64},\"level\":2},\"images\":1,"
          + "\"seed\":7,\"sampling\":{\"guidance\":3.0,\"temperature\":1.0,\"topK\":50,"
          + "\"topP\":0.95}}";

  @Test
  void workWithoutWishesIsAsShortAsItEverWas() {
    assertThat(write(work(new Sampling(3, 1, 50, 0.95)))).isEqualTo(PLAIN);
  }

  @Test
  void workThatWasWrittenEarlierIsRead() {
    GenerationWork read = TinyWork.JSON.readValue(PLAIN, GenerationWork.class);
    assertThat(write(read)).isEqualTo(PLAIN);
    assertThat(read.given()).isEmpty();
    assertThat(read.lastScale()).isEqualTo(2);
    assertThat(read.expected()).isNull();
  }

  @Test
  void everyWishIsReadAsItWasWritten() {
    GenerationWork plain =
        work(
            new Sampling(
                3, 1, 50, 0.95, new SamplingPerScale(List.of(0.0, 4.5), null, null, null)));
    ScaleCodes one = ScaleCodes.of(65_535);
    GenerationWork rich =
        new GenerationWork(
            plain.digest(),
            plain.conditionalIds(),
            plain.unconditionalIds(),
            plain.schedule(),
            1,
            7,
            plain.sampling(),
            1,
            9_007_199_254_740_991L,
            List.of(one),
            List.of(List.of(one, ScaleCodes.of(1, 2, 3, 4))));
    GenerationWork read = TinyWork.JSON.readValue(write(rich), GenerationWork.class);
    assertThat(read)
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .ignoringFields("given", "expected")
        .isEqualTo(rich);
    assertThat(read.given()).isEqualTo(rich.given());
    assertThat(read.expected()).isEqualTo(rich.expected());
  }

  @Test
  void givenPicturesAreReadAsTheyWereWrittenAndOnceForBothSequences() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(64, 64), 2);
    GivenPicture picture = picture(schedule);
    GenerationWork work = after(picture);
    GenerationWork read = TinyWork.JSON.readValue(write(work), GenerationWork.class);
    assertThat(read.conditional().pictures()).containsExactly(picture);
    assertThat(read.unconditional().pictures())
        .containsExactly(new GivenPicture(1, schedule, picture.codes()));
    assertThat(write(work)).containsOnlyOnce("CQA=");
    assertThat(read.limitedTo(1, null).variants(2, 8, List.of()).conditional().pictures())
        .as("whatever is made of it follows the same pictures")
        .containsExactly(picture);
  }

  @Test
  void whetherPicturesAreReadToTheirLastScaleIsSaidOnlyWhereTheyAre() {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(64, 64), 2, true);
    GivenPicture picture = picture(schedule);
    GenerationWork work = after(picture);
    assertThat(write(work))
        .contains("{\"fullGrid\":{\"height\":64,\"width\":64},\"level\":2,\"readsLast\":true}");
    GenerationWork read = TinyWork.JSON.readValue(write(work), GenerationWork.class);
    assertThat(read.schedule()).isEqualTo(schedule);
    assertThat(read.conditional().pictures()).containsExactly(picture);
    assertThat(read.promptTokens()).isEqualTo(4 + 4 + 4);
    GenerationWork earlier =
        TinyWork.JSON.readValue(
            write(work).replace(",\"readsLast\":true", ""), GenerationWork.class);
    assertThat(earlier.schedule()).isEqualTo(new ScaleSchedule(new Grid(64, 64), 2));
    assertThat(earlier.promptTokens()).isEqualTo(4 + 4);
  }

  @Test
  void anAcceptanceIsReadAsItWasWritten() {
    GenerationWork plain = work(new Sampling(3, 1, 50, 0.95));
    Acceptance acceptance =
        new Acceptance(4, 1, List.of(new ExpectedAnswer(new int[] {1, 2, 3}, 1, new int[] {7, 8})));
    GenerationWork read =
        TinyWork.JSON.readValue(write(plain.choosing(acceptance)), GenerationWork.class);
    assertThat(read.acceptance()).usingRecursiveComparison().isEqualTo(acceptance);
    assertThat(write(read.alone(0))).as("alone it is any picture").isEqualTo(PLAIN);
  }

  private static GenerationWork work(Sampling sampling) {
    return new GenerationWork(
        "sha256:0",
        new int[] {1, 2},
        new int[] {2},
        new ScaleSchedule(new Grid(64, 64), 2),
        1,
        7,
        sampling);
  }

  private static String write(GenerationWork work) {
    return TinyWork.JSON.writeValueAsString(work);
  }

  /** Of two scales. */
  private static GivenPicture picture(ScaleSchedule schedule) {
    return new GivenPicture(0, schedule, List.of(ScaleCodes.of(9), ScaleCodes.of(1, 2, 3, 4)));
  }

  private static GenerationWork after(GivenPicture picture) {
    return new GenerationWork(
            "sha256:0",
            new int[] {8, 9, 1, 8},
            new int[] {2, 8, 9, 8},
            picture.schedule(),
            1,
            7,
            new Sampling(3, 1, 50, 0.95))
        .after(List.of(picture), new int[] {1});
  }
}
