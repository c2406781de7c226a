package dev.nextflow.tokenizer.text;

import static dev.nextflow.tokenizer.problems.Required.required;

/** A prompt to put into a template of a model. */
record SequenceRequest(String model, String template, String prompt) {

  SequenceRequest {
    required("model", model);
    required("template", template);
    required("prompt", prompt);
  }
}
