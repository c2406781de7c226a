package dev.nextflow.engine.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.GraphRunner;
import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.Parity.DrawingCase;
import dev.nextflow.engine.fixtures.Parity.TensorCase;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.NativeUsage;
import dev.nextflow.engine.runtime.Session;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class PictureEngineTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();
  private static final ScaleSchedule WIDE = BUNDLE.schedule(new Grid(48, 84), 4);

  private static PictureEngine engine;

  @BeforeAll
  static void open() {
    engine = PictureEngine.open(BUNDLE, EngineOptions.cpu(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void anyPrefixOfTheScalesIsDecodedAsTheSumOfItsFeatures() {
    List<ScaleCodes> codes = wideDrawing().scales();
    for (int scales = 1; scales <= codes.size(); scales++) {
      byte[] pixels = engine.decode(WIDE, codes.subList(0, scales));
      assertThat(pixels)
          .as("%d scales", scales)
          .hasSize(3 * WIDE.heightPx() * WIDE.widthPx())
          .isEqualTo(decodedGraphByGraph(codes.subList(0, scales)));
    }
  }

  @Test
  void encodesAPictureIntoAGridOfCodesPerScale() {
    byte[] pixels = noisyPixels();
    List<ScaleCodes> codes = engine.encode(pixels, WIDE);
    assertThat(codes.stream().map(ScaleCodes::size))
        .containsExactlyElementsOf(WIDE.grids().stream().map(Grid::size).toList());
    assertThat(engine.encode(pixels, WIDE)).isEqualTo(codes);
    assertThat(engine.encode(new byte[pixels.length], WIDE)).isNotEqualTo(codes);
  }

  @Test
  void whatItEncodesItDecodes() {
    List<ScaleCodes> codes = engine.encode(noisyPixels(), WIDE);
    assertThat(engine.decode(WIDE, codes)).hasSize(3 * WIDE.heightPx() * WIDE.widthPx());
  }

  @Test
  void givesItsMemoryBack() {
    NativeUsage before = NativeScope.usage();
    engine.decode(WIDE, engine.encode(noisyPixels(), WIDE));
    assertThat(NativeScope.usage()).isEqualTo(before);
  }

  @Test
  void refusesCodesThatDoNotFit() {
    List<ScaleCodes> codes = wideDrawing().scales();
    assertThatIllegalArgumentException().isThrownBy(() -> engine.decode(WIDE, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.decode(WIDE, codes.subList(1, 2)))
        .withMessageContaining("scale 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> engine.decode(WIDE, List.of(ScaleCodes.of(BUNDLE.model().visualVocabSize()))))
        .withMessageContaining("no such code");
    assertThatIllegalArgumentException().isThrownBy(() -> engine.encode(new byte[5], WIDE));
  }

  private static DrawingCase wideDrawing() {
    return Parity.tiny().drawings().stream()
        .filter(drawing -> drawing.request(0).schedule().equals(WIDE))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] noisyPixels() {
    byte[] pixels = new byte[3 * WIDE.heightPx() * WIDE.widthPx()];
    new Random(4).nextBytes(pixels);
    return pixels;
  }

  /** The same, run graph by graph over fresh memory. */
  private static byte[] decodedGraphByGraph(List<ScaleCodes> scales) {
    Grid full = WIDE.finalGrid();
    long[] shape = {1, BUNDLE.model().codeDim(), full.height(), full.width()};
    byte[] features = new byte[BUNDLE.model().codeDim() * full.size() * Float.BYTES];
    try (Session accumulator = open("code_accumulator");
        Session decoder = open("image_decoder")) {
      for (int scale = 1; scale <= scales.size(); scale++) {
        Grid grid = WIDE.grid(scale);
        ScaleCodes codes = scales.get(scale - 1);
        features =
            GraphRunner.run(
                    accumulator,
                    Map.of(
                        "features", floats(shape, features),
                        "codes", integers(new long[] {1, codes.size()}, codes.toArray()),
                        "grid", integers(new long[] {2}, grid.height(), grid.width())),
                    Map.of("updated_features", floats(shape, features)))
                .get("updated_features");
      }
      long[] pixels = {1, WIDE.heightPx(), WIDE.widthPx(), 3};
      return GraphRunner.run(
              decoder,
              Map.of("features", floats(shape, features)),
              Map.of(
                  "pixels", new TensorCase("uint8", pixels, JsonNodeFactory.instance.arrayNode())))
          .get("pixels");
    }
  }

  private static Session open(String graph) {
    return Session.open(BUNDLE.file(BUNDLE.graph(graph).file()), EngineOptions.cpu(1));
  }

  private static TensorCase floats(long[] shape, byte[] bytes) {
    JsonNode data = JsonNodeFactory.instance.stringNode(Base64.getEncoder().encodeToString(bytes));
    return new TensorCase("float32", shape, data);
  }

  private static TensorCase integers(long[] shape, int... numbers) {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    for (int number : numbers) {
      data.add(number);
    }
    return new TensorCase("int64", shape, data);
  }
}
