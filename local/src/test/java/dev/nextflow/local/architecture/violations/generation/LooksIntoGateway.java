package dev.nextflow.local.architecture.violations.generation;

import dev.nextflow.local.architecture.violations.gateway.intake.Intake;

/** A service that imports another. */
public class LooksIntoGateway {
  Intake other = new Intake();
}
