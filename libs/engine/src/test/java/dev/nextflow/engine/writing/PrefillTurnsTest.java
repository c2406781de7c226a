package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.writing.PrefillTurns.Chunk;
import org.junit.jupiter.api.Test;

class PrefillTurnsTest {

  private final PrefillTurns turns = new PrefillTurns(10);

  @Test
  void aStepReadsAsManyPromptsAsFit() {
    turns.add(3, 4);
    turns.add(0, 5);
    assertThat(turns.next()).containsExactly(new Chunk(3, 4), new Chunk(0, 5));
    assertThat(turns.next()).isEmpty();
  }

  @Test
  void aLongPromptIsReadInChunks() {
    turns.add(1, 25);
    assertThat(turns.next()).containsExactly(new Chunk(1, 10));
    assertThat(turns.next()).containsExactly(new Chunk(1, 10));
    assertThat(turns.next()).containsExactly(new Chunk(1, 5));
    assertThat(turns.next()).isEmpty();
  }

  @Test
  void aShortPromptWaitsForOneChunkOfALongOne() {
    turns.add(0, 1_000);
    turns.add(1, 3);
    assertThat(turns.next()).containsExactly(new Chunk(0, 10));
    assertThat(turns.next()).containsExactly(new Chunk(1, 3), new Chunk(0, 7));
    assertThat(turns.next()).containsExactly(new Chunk(0, 10));
  }

  @Test
  void longPromptsTakeTurns() {
    turns.add(0, 15);
    turns.add(1, 15);
    assertThat(turns.next()).containsExactly(new Chunk(0, 10));
    assertThat(turns.next()).containsExactly(new Chunk(1, 10));
    assertThat(turns.next()).containsExactly(new Chunk(0, 5), new Chunk(1, 5));
  }

  @Test
  void whoLeavesReadsNoMore() {
    turns.add(0, 15);
    turns.add(1, 2);
    turns.next();
    turns.remove(0);
    assertThat(turns.next()).containsExactly(new Chunk(1, 2));
    assertThat(turns.next()).isEmpty();
  }
}
