package dev.nextflow.generation;

import dev.nextflow.engine.bundle.BundleRefused;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the service can't start with its bundle: one line, no stack trace. */
class BundleRefusal extends AbstractFailureAnalyzer<BundleRefused> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, BundleRefused cause) {
    return new FailureAnalysis(
        cause.getMessage(), "Give the folder of a whole bundle as NEXTFLOW_BUNDLE.", cause);
  }
}
