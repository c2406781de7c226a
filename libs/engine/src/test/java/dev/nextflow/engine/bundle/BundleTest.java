package dev.nextflow.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BundleTest {

  private final Bundle bundle = TinyBundle.bundle();

  @Test
  void itsDigestIsTheHashOfItsManifest() throws Exception {
    byte[] manifest = Files.readAllBytes(TinyBundle.FOLDER.resolve("bundle.json"));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(manifest);
    assertThat(bundle.digest()).isEqualTo("sha256:" + HexFormat.of().formatHex(hash));
  }

  @Test
  void tellsWhatItIs() {
    assertThat(bundle.name()).isEqualTo("tiny");
    assertThat(bundle.model().hiddenSize()).isPositive();
    assertThat(bundle.maxPromptTokens()).isEqualTo(bundle.model().maxPromptTokens());
    assertThat(bundle.specialTokens().boi()).isLessThan(bundle.model().textVocabSize());
    assertThat(bundle.file("tokenizer.json")).isRegularFile();
  }

  @Test
  void itsGenerationTemplateEndsWhereThePictureBegins() {
    assertThat(bundle.templates().get("generation"))
        .contains(new TemplatePiece.Slot("prompt"))
        .endsWith(new TemplatePiece.Special(bundle.specialTokens().boi()));
  }

  @Test
  void offersTheSchedulesItListsAndNoOthers() {
    Grid offered = bundle.finalGrids().getFirst();
    int level = bundle.levels().getFirst();
    assertThat(bundle.schedule(offered, level))
        .isEqualTo(new ScaleSchedule(offered, level, bundle.model().readsLastScale()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bundle.schedule(new Grid(7, 7), level))
        .withMessageContaining("7x7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bundle.schedule(offered, 3))
        .withMessageContaining("level 3");
  }

  /** Bundles of older exports do not say it. */
  @Test
  void picturesAreReadToTheirLastScaleWhereItSaysSo() throws Exception {
    String json = Files.readString(TinyBundle.FOLDER.resolve("bundle.json"));
    String silent = json.replaceAll("\"reads_last_scale\": (true|false),", "");
    assertThat(readsLastScale(silent)).isFalse();
    String begin = "\"model\": {";
    assertThat(silent).containsOnlyOnce(begin);
    for (boolean says : new boolean[] {true, false}) {
      String saying = silent.replace(begin, begin + "\"reads_last_scale\": " + says + ",");
      assertThat(readsLastScale(saying)).isEqualTo(says);
    }
    assertThat(bundle.schedule(bundle.finalGrids().getFirst(), bundle.levels().getFirst()))
        .matches(schedule -> schedule.readsLast() == bundle.model().readsLastScale());
  }

  private static boolean readsLastScale(String manifest) {
    return Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8)).model().readsLastScale();
  }

  @Test
  void givesNoFileThatItDoesNotList() {
    assertThatIllegalArgumentException().isThrownBy(() -> bundle.file("../secret"));
    assertThatIllegalArgumentException().isThrownBy(() -> bundle.graph("no_such_graph"));
  }
}
