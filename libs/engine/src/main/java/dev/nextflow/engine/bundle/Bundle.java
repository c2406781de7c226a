package dev.nextflow.engine.bundle;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exported model in a folder, verified. Immutable and safe for any thread; holds no native
 * memory. What happens to the folder after loading is not watched.
 */
public final class Bundle {

  private final Path folder;
  private final Manifest manifest;
  private final String digest;
  private final Map<String, List<TemplatePiece>> templates;
  private final List<Grid> finalGrids;
  private final Sampling sampling;

  private Bundle(Path folder, Manifest manifest, String digest) {
    this.folder = folder;
    this.manifest = manifest;
    this.digest = digest;
    this.templates = ManifestReading.templates(manifest);
    this.finalGrids = ManifestReading.finalGrids(manifest);
    this.sampling = ManifestReading.sampling(manifest);
  }

  /**
   * Reads and verifies a bundle: format, every hash, no file missing or unlisted, no link, no path
   * outside. Reads every byte of the folder once.
   *
   * @throws BundleRefused if anything does not fit
   */
  public static Bundle load(Path folder) {
    try {
      return verified(folder);
    } catch (IOException e) {
      throw new BundleRefused("bundle " + folder + " refused: cannot be read: " + e, e);
    } catch (BundleRefused e) {
      throw new BundleRefused("bundle " + folder + " refused: " + e.getMessage(), e);
    }
  }

  private static Bundle verified(Path folder) throws IOException {
    Path file = folder.resolve(Manifest.FILE_NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new BundleRefused("missing file: " + Manifest.FILE_NAME);
    }
    byte[] json = Files.readAllBytes(file);
    Manifest manifest = Manifest.parse(json);
    ManifestReading.check(manifest);
    new FileList(folder, manifest.files()).check();
    String hash = Sha256.hexOf(json);
    return new Bundle(folder.toAbsolutePath().normalize(), manifest, "sha256:" + hash);
  }

  /** What requests call the model. */
  public String name() {
    return manifest.name();
  }

  /**
   * {@code sha256:} and the hash of {@code bundle.json}, which names the hash of every other file.
   */
  public String digest() {
    return digest;
  }

  /** The numbers of the model. */
  public ModelConfig model() {
    return manifest.model();
  }

  /** The ids that templates and drawings use. */
  public SpecialTokens specialTokens() {
    return manifest.specialTokens();
  }

  /** Prompt templates by name: {@code generation}, {@code conversation}. */
  public Map<String, List<TemplatePiece>> templates() {
    return templates;
  }

  /** Scale counts that a caller may ask for. */
  public List<Integer> levels() {
    return List.copyOf(manifest.levels());
  }

  /** Full grids (rows of the schedule table) that a caller may ask for. */
  public List<Grid> finalGrids() {
    return finalGrids;
  }

  /** What is used where a caller does not say. */
  public Sampling sampling() {
    return sampling;
  }

  /** Longest sequence up to and including {@code <boi>}, template included. */
  public int maxPromptTokens() {
    return manifest.model().maxPromptTokens();
  }

  /** How many of the likeliest codes the sampler looks at; a larger top_k changes nothing. */
  public int samplerCandidates() {
    return manifest.samplerCandidates();
  }

  /**
   * A file of the bundle, such as {@code tokenizer.json}.
   *
   * @throws IllegalArgumentException if the bundle does not list it
   */
  public Path file(String name) {
    if (!manifest.files().containsKey(name)) {
      throw new IllegalArgumentException("bundle " + name() + " has no file " + name);
    }
    return folder.resolve(name);
  }

  /**
   * A graph, by the name that bundles use.
   *
   * @throws IllegalArgumentException if there is no such graph
   */
  public GraphDescription graph(String name) {
    @Nullable GraphDescription graph = manifest.graphs().get(name);
    if (graph == null) {
      throw new IllegalArgumentException("bundle " + name() + " has no graph " + name);
    }
    return graph;
  }

  /**
   * A schedule that this bundle offers.
   *
   * @throws IllegalArgumentException if it does not
   */
  public ScaleSchedule schedule(Grid fullGrid, int level) {
    if (!finalGrids.contains(fullGrid)) {
      throw new IllegalArgumentException(
          "bundle " + name() + " does not offer the grid " + fullGrid);
    }
    if (!manifest.levels().contains(level)) {
      throw new IllegalArgumentException("bundle " + name() + " does not offer the level " + level);
    }
    return new ScaleSchedule(fullGrid, level, model().readsLastScale());
  }
}
