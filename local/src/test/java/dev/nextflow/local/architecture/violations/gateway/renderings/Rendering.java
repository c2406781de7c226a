package dev.nextflow.local.architecture.violations.gateway.renderings;

import dev.nextflow.local.architecture.violations.gateway.intake.Intake;
import reactor.core.publisher.Mono;

/** The other half of a cycle of features, blocking an event loop. */
public class Rendering {

  public Rendering(Intake intake) {
    Mono.just(intake.rendering).block();
  }
}
