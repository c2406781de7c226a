package dev.nextflow.local.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownOutputTest {

  @Test
  void dotsStandForAnythingWithinALine() {
    assertThat(matches("id:...-0, [...]\n", "id:17-0, []\n")).isTrue();
    assertThat(matches("id:...\n", "id:17\nid:18\n")).isFalse();
  }

  @Test
  void aLineOfDotsStandsForAnyLines() {
    assertThat(matches("...\nb\n...\n", "b\n")).isTrue();
    assertThat(matches("...\nb\n...\nd\n", "a\nb\nc\nc\nd\n")).isTrue();
    assertThat(matches("...\nb\n", "a\nc\n")).isFalse();
  }

  @Test
  void allElseIsMeantAsItStands() {
    assertThat(matches("a.c{}\n", "a.c{}")).isTrue();
    assertThat(matches("a.c\n", "abc\n")).isFalse();
    assertThat(matches("a \n", "a\n\n")).isTrue();
    assertThat(matches("", "a\n")).isFalse();
  }

  private static boolean matches(String shown, String output) {
    return ShownOutput.pattern(shown).matcher(ShownOutput.trimmed(output)).matches();
  }
}
