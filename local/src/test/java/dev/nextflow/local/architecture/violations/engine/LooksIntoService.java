package dev.nextflow.local.architecture.violations.engine;

import dev.nextflow.local.architecture.violations.generation.LooksIntoGateway;

/** A library that looks up. */
public class LooksIntoService {
  LooksIntoGateway above = new LooksIntoGateway();
}
