package dev.nextflow.tokenizer.text;

import static dev.nextflow.tokenizer.problems.Required.required;

/** Ids to join to text. */
record TextRequest(String model, int[] ids) {

  TextRequest {
    required("model", model);
    required("ids", ids);
  }
}
