package dev.nextflow.local.architecture.violations.jobs;

import dev.nextflow.local.architecture.violations.engine.LooksIntoService;

/** A library that looks sideways. */
public class LooksIntoEngine {
  LooksIntoService beside = new LooksIntoService();
}
