package dev.nextflow.tokenizer;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;

/** The bundle that this service was given, and the checks of requests that name it. */
public final class ServedModel {

  private final Bundle bundle;

  ServedModel(Bundle bundle) {
    this.bundle = bundle;
  }

  public Bundle bundle() {
    return bundle;
  }

  /**
   * @throws ProblemException where the request means another model
   */
  public void requireName(String model) {
    if (!model.equals(bundle.name())) {
      throw ProblemException.invalid("model", "unknown model");
    }
  }

  /**
   * @throws ProblemException where the codes were drawn with another bundle
   */
  public void requireDigest(String digest) {
    if (!digest.equals(bundle.digest())) {
      throw ProblemException.invalid("digest", "unknown digest");
    }
  }

  /**
   * The schedule, if it is offered.
   *
   * @param gridField the request's name of the grid
   * @throws ProblemException where it is not
   */
  public ScaleSchedule schedule(String gridField, Grid fullGrid, int level) {
    if (!bundle.levels().contains(level)) {
      throw ProblemException.invalid("level", "must be one of " + bundle.levels());
    }
    if (!bundle.finalGrids().contains(fullGrid)) {
      throw ProblemException.invalid(gridField, "must be one of " + bundle.finalGrids());
    }
    return bundle.schedule(fullGrid, level);
  }
}
