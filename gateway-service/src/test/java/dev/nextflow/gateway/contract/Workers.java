package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Outcome;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Workers that do whatever comes, at once, until they are closed. */
final class Workers implements AutoCloseable {

  /** More than any pictures that were shown can have been of it. */
  private static final Outcome DRAWN =
      new Outcome.Succeeded("{\"usage\":{\"image_tokens\":91,\"prompt_tokens\":9999}}");

  private final JobQueue queue;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Workers(JobQueue queue) {
    this.queue = queue;
  }

  void draw(String queueName) {
    works(
        queueName,
        worker -> {
          int first = worker.work().given().size() + 1;
          if (worker.work().stopAfterScale() == null && worker.work().budgetTokens() == null) {
            worker.draws(first, worker.work().lastScale()).ends(DRAWN);
          } else {
            worker.drawsDraft(first);
          }
        });
  }

  void write(String queueName) {
    works(
        queueName,
        worker ->
            worker
                .writes(0, 65)
                .ends(new Outcome.Succeeded("{\"ids\":[65],\"finish_reason\":\"stop\"}")));
  }

  void compose(String queueName) {
    works(
        queueName,
        worker ->
            worker
                .writes(0, 7)
                .ends(
                    new Outcome.Succeeded(
                        "{\"parts\":[{\"type\":\"text\",\"ids\":[7]}],\"finish_reason\":\"stop\"}")));
  }

  private void works(String queueName, Consumer<Worker> work) {
    threads.execute(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          work.accept(Worker.takesNext(queue, queueName));
        } catch (AssertionError | RuntimeException lost) {
          // It was cancelled meanwhile, or nothing came for long.
        }
      }
    });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
