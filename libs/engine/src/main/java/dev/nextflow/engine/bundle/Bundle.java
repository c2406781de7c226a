package dev.nextflow.engine.bundle;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One exported model in a folder, verified. Immutable and safe for any thread; holds no native
 * memory.
 */
public final class Bundle {

  private Bundle() {}

  /**
   * Reads and verifies a bundle: format, every hash, no file missing or unlisted, no link, no path
   * outside. Reads every byte of the folder once.
   *
   * @throws BundleRefused if anything does not fit
   */
  public static Bundle load(Path folder) {
    throw new UnsupportedOperationException();
  }

  public String name() {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code sha256:} and the hash of {@code bundle.json}, which names the hash of every other file.
   */
  public String digest() {
    throw new UnsupportedOperationException();
  }

  public ModelConfig model() {
    throw new UnsupportedOperationException();
  }

  public SpecialTokens specialTokens() {
    throw new UnsupportedOperationException();
  }

  /** Prompt templates by name: {@code generation}, {@code conversation}. */
  public Map<String, List<TemplatePiece>> templates() {
    throw new UnsupportedOperationException();
  }

  /** Scale counts that a caller may ask for. */
  public List<Integer> levels() {
    throw new UnsupportedOperationException();
  }

  /** Full grids (rows of the schedule table) that a caller may ask for. */
  public List<Grid> finalGrids() {
    throw new UnsupportedOperationException();
  }

  /** What is used where a caller does not say. */
  public Sampling sampling() {
    throw new UnsupportedOperationException();
  }

  /** Longest sequence up to and including {@code <boi>}, template included. */
  public int maxPromptTokens() {
    throw new UnsupportedOperationException();
  }

  /** How many of the likeliest codes the sampler looks at; a larger top_k changes nothing. */
  public int samplerCandidates() {
    throw new UnsupportedOperationException();
  }

  /**
   * A file of the bundle, such as {@code tokenizer.json}.
   *
   * @throws IllegalArgumentException if the bundle does not list it
   */
  public Path file(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * A schedule that this bundle offers.
   *
   * @throws IllegalArgumentException if it does not
   */
  public ScaleSchedule schedule(Grid fullGrid, int level) {
    throw new UnsupportedOperationException();
  }
}
