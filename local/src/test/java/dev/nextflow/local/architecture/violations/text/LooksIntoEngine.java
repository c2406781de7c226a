package dev.nextflow.local.architecture.violations.text;

import dev.nextflow.local.architecture.violations.engine.LooksIntoService;

/** A library that looks sideways. */
public class LooksIntoEngine {
  LooksIntoService beside = new LooksIntoService();
}
