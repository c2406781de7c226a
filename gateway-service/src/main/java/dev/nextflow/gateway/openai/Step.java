package dev.nextflow.gateway.openai;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;

/** What becomes of a job that a caller waits for. */
sealed interface Step {

  /** The job as it stood when this was made. */
  Job job();

  /** Something happened; not the end. */
  record Happened(Job job, JobEvent event) implements Step {}

  /** It succeeded: the last step. */
  record Succeeded(Job job) implements Step {}
}
