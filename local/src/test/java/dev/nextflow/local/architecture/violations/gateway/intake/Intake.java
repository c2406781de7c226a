package dev.nextflow.local.architecture.violations.gateway.intake;

import dev.nextflow.local.architecture.violations.gateway.renderings.Rendering;

/** One half of a cycle of features. */
public class Intake {
  public Rendering rendering = new Rendering(this);
}
