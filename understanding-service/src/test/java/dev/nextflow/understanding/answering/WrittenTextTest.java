package dev.nextflow.understanding.answering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.text.TokenBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a text ends, with the vocabulary of a real bundle. */
class WrittenTextTest {

  private static final int END = 380;
  private static TokenBytes tokens;

  @BeforeAll
  static void load() throws IOException {
    tokens =
        TokenBytes.load(Path.of(System.getProperty("nextflow.bundles"), "tiny", "tokenizer.json"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          one. two. three, ., one
          one. two. three, o. t, one. tw
          one. two. three, one, ``
          one. two. three, four, one. two. three
          aaab,            aab,  a
          größer 🙂 klein,  🙂,   `größer `
          """)
  void aTextEndsBeforeTheFirstOccurrence(String written, String stop, String left) {
    WrittenText text = written(List.of(stop.strip()));
    bytewise(written.strip()).takeWhile(_ -> !text.ended()).forEach(text::add);
    assertThat(decoded(text.certain()) + rest(text)).isEqualTo(left);
    assertThat(text.stopped()).isEqualTo(!left.equals(written.strip()));
  }

  /** Some words of the vocabulary are one token; these two letters are in the middle of one. */
  @Test
  void aTokenInWhichAStopBeginsIsSpelledUpToThere() {
    int house =
        IntStream.range(0, 379)
            .filter(id -> new String(tokens.of(id), StandardCharsets.UTF_8).matches("[a-z]{4,}"))
            .findFirst()
            .orElseThrow();
    String word = decoded(List.of(house));
    WrittenText text = written(List.of(word.substring(1, 3)));
    text.add(house);
    assertThat(text.stopped()).isTrue();
    assertThat(decoded(text.certain())).isEqualTo(word.substring(0, 1));
    assertThat(text.ids()).containsExactly(house);
  }

  @Test
  void whatMayBecomeAStopIsHeldBackUntilItIsKnown() {
    WrittenText text = written(List.of("abc"));
    bytewise("xab").forEach(text::add);
    assertThat(decoded(text.certain())).isEqualTo("x");
    bytewise("d").forEach(text::add);
    assertThat(decoded(text.certain())).isEqualTo("xabd");
  }

  @Test
  void whatIsHeldBackBelongsToATextThatEndsOtherwise() {
    WrittenText text = written(List.of("abc"));
    bytewise("xab").forEach(text::add);
    text.add(END);
    assertThat(decoded(text.certain())).isEqualTo("xab");
    WrittenText atItsLimit =
        new WrittenText(new Ending(END, 3, new StopTexts(List.of("abc")), tokens), List.of());
    bytewise("xab").forEach(atItsLimit::add);
    assertThat(atItsLimit.ended()).isTrue();
    assertThat(atItsLimit.stopped()).isFalse();
    assertThat(decoded(atItsLimit.certain())).isEqualTo("xab");
  }

  /** A character is several bytes, and each may be a token of its own. */
  @Test
  void aStopIsFoundAcrossTheTokensOfOneCharacter() {
    WrittenText text = written(List.of("é"));
    bytewise("ae\u00e8").forEach(text::add); // è begins with the byte that é begins with
    assertThat(decoded(text.certain())).isEqualTo("aeè");
    bytewise("é").forEach(text::add);
    assertThat(decoded(text.certain())).isEqualTo("aeè");
    assertThat(text.stopped()).isTrue();
  }

  /** Against a search in strings: random texts of few letters in random tokens. */
  @Test
  void isWhatASearchInTheWholeTextFinds() {
    SplittableRandom random = new SplittableRandom(9);
    List<Integer> vocabulary =
        IntStream.range(0, 379)
            .filter(id -> decoded(List.of(id)).matches("[aeirs]{1,3}"))
            .boxed()
            .toList();
    int stopped = 0;
    for (int round = 0; round < 3_000; round++) {
      List<String> stops =
          Stream.generate(() -> letters(random, 1 + random.nextInt(4)))
              .limit(1 + random.nextInt(4))
              .toList();
      WrittenText text = written(stops);
      StringBuilder whole = new StringBuilder();
      List<List<Integer>> shown = new ArrayList<>();
      while (!text.ended() && whole.length() < 30) {
        int id = vocabulary.get(random.nextInt(vocabulary.size()));
        whole.append(decoded(List.of(id)));
        text.add(id);
        shown.add(List.copyOf(text.certain()));
      }
      int cut = firstWhole(whole.toString(), stops);
      assertThat(text.stopped()).as("%s in %s", stops, whole).isEqualTo(cut >= 0);
      if (cut >= 0) {
        stopped++;
        assertThat(decoded(text.certain())).isEqualTo(whole.substring(0, cut));
      }
      List<Integer> last = text.certain();
      assertThat(shown).allMatch(earlier -> earlier.equals(last.subList(0, earlier.size())));
      assertThat(new WrittenText(ending(stops), text.ids()).certain()).isEqualTo(last);
    }
    assertThat(stopped).isBetween(500, 2_999);
  }

  /** Where the stop begins that is whole first, and of those the longest; -1 if none is. */
  private static int firstWhole(String text, List<String> stops) {
    for (int end = 1; end <= text.length(); end++) {
      String so = text.substring(0, end);
      int longest = stops.stream().filter(so::endsWith).mapToInt(String::length).max().orElse(0);
      if (longest > 0) {
        return end - longest;
      }
    }
    return -1;
  }

  private static String letters(SplittableRandom random, int count) {
    return random
        .ints(count, 0, 5)
        .mapToObj(i -> "aeirs".substring(i, i + 1))
        .reduce("", String::concat);
  }

  private static WrittenText written(List<String> stops) {
    return new WrittenText(ending(stops), List.of());
  }

  private static Ending ending(List<String> stops) {
    return new Ending(END, 1_000, new StopTexts(stops), tokens);
  }

  /** What is held back at the end of a case that does not end by itself. */
  private static String rest(WrittenText text) {
    return text.ended()
        ? ""
        : decoded(text.ids().subList(text.certain().size(), text.ids().size()));
  }

  private static Stream<Integer> bytewise(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length).mapToObj(i -> tokens.idOf(bytes[i]));
  }

  private static String decoded(List<Integer> ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ids.forEach(id -> bytes.writeBytes(tokens.of(id)));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
