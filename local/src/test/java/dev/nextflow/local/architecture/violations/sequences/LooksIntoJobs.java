package dev.nextflow.local.architecture.violations.sequences;

import dev.nextflow.local.architecture.violations.jobs.LooksIntoEngine;

/** A shared word that knows a room above it. */
public class LooksIntoJobs {
  LooksIntoEngine above = new LooksIntoEngine();
}
