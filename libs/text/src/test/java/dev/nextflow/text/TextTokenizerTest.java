package dev.nextflow.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokenizerTest {

  static TextTokenizer tokenizer;

  @BeforeAll
  static void loadTiny() throws Exception {
    tokenizer = TextTokenizer.load(tinyTokenizer());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  static Path tinyTokenizer() {
    return Path.of(System.getProperty("nextflow.bundles"), "tiny", "tokenizer.json");
  }

  @Test
  void joiningWhatWasCutGivesTheTextInNormalFormC() {
    Random random = new Random(20261123);
    for (int i = 0; i < 10_000; i++) {
      String text = RandomText.of(random);
      assertThat(tokenizer.decode(tokenizer.encode(text)))
          .as("text %d", i)
          .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
    }
  }

  @Test
  void textThatLooksTheSameCostsTheSameIds() {
    assertThat(tokenizer.encode("cafe\u0301")).isEqualTo(tokenizer.encode("caf\u00e9"));
  }

  @Test
  void theEmptyTextHasNoIds() {
    assertThat(tokenizer.encode("")).isEmpty();
    assertThat(tokenizer.decode(new int[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u0000b", "a\rb", "\u001b[0m", "\u007f", "\u0085", "\ud83d", "\udc00\ud83d x"})
  void controlCharactersAndUnpairedSurrogatesAreRefusedByTheirRule(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.encode(text))
        .withMessage("must not contain control characters or unpaired surrogates");
  }

  @Test
  void tabLineFeedAndInvisibleFormattingAreText() {
    String text = "a\tb\nc \u200d\u202e\ufeff\u00ad \ufffe\uffff \ud83d\udc69\u200d\ud83d\ude80";
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
  }

  @Test
  void textBeyondTheLimitIsRefusedBeforeAndAfterNormalising() {
    String growsThreefold = "\ufb2c".repeat(TextTokenizer.MAX_LENGTH_CHARS / 2);
    for (String text :
        new String[] {"a".repeat(TextTokenizer.MAX_LENGTH_CHARS + 1), growsThreefold}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokenizer.encode(text))
          .withMessage("must be at most 16384 characters");
    }
  }

  /** Marks of two classes in turn make reordering quadratic: the limit must keep that cheap. */
  @Test
  void theLongestTowerOfCombiningMarksIsCheap() {
    String tower = "a" + "\u0301\u0316".repeat((TextTokenizer.MAX_LENGTH_CHARS - 1) / 2);
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> tokenizer.encode(tower));
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() {
    for (int id : new int[] {-1, 384, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokenizer.decode(new int[] {65, id}))
          .withMessage("must be ids of the vocabulary");
    }
  }

  @Test
  void specialIdsHaveNoText() {
    int[] ids = tokenizer.encode("red");
    int[] wrapped = new int[ids.length + 2];
    wrapped[0] = 379;
    System.arraycopy(ids, 0, wrapped, 1, ids.length);
    wrapped[ids.length + 1] = 383;
    assertThat(tokenizer.decode(wrapped)).isEqualTo("red");
  }

  @Test
  void halfACharacterBecomesTheReplacementCharacter() {
    int[] ids = tokenizer.encode("\ud83d\ude80");
    assertThat(tokenizer.decode(new int[] {ids[0]})).isEqualTo("\ufffd");
  }
}
