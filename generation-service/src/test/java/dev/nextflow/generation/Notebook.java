package dev.nextflow.generation;

import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.WorkStopped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what is reported, and has the work stopped after so many reports; 0: never. */
class Notebook implements Reporter {

  final Map<String, String> checkpoint = new HashMap<>();
  final List<String> events = new ArrayList<>();
  long tokensDone;
  private final int stopAfter;

  Notebook(int stopAfter) {
    this.stopAfter = stopAfter;
  }

  @Override
  public void report(Progress progress) {
    checkpoint.putAll(progress.checkpoint());
    events.add(progress.event() + " " + progress.eventData());
    tokensDone = progress.tokensDone();
    if (events.size() == stopAfter) {
      throw new WorkStopped.WorkerStopping();
    }
  }

  @Override
  public void onCancel(Runnable stop) {}
}
