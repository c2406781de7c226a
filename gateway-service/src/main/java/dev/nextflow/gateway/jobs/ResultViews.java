package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.jobs.JobView.ImageView;
import dev.nextflow.gateway.jobs.ResultView.PartView;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.CompositionWork;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Makes the view of what an answer of text and pictures has come to. */
@Component
class ResultViews {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Answers answers;

  ResultViews(Answers answers) {
    this.answers = answers;
  }

  /** All parts of a job that has a result; asks for the texts one after the other. */
  Mono<ResultView> of(Job job, String model) {
    ComposedParts composed = composed(job);
    return Flux.fromIterable(composed.parts())
        .concatMap(part ->
            part.ids() == null
                ? Mono.just(image(job, Objects.requireNonNull(part.index())))
                : answers.text(model, part.ids()).map(PartView::text))
        .collectList()
        .map(parts -> new ResultView(parts, composed.finishReason()));
  }

  /** Its whole pictures alone. */
  static List<ImageView> images(Job job) {
    int level = JSON.readValue(job.work(), CompositionWork.class).schedule().level();
    return composed(job).images().stream()
        .map(index -> new ImageView(index, level, url(job, index)))
        .toList();
  }

  private static PartView image(Job job, int index) {
    return PartView.image(index, url(job, index));
  }

  private static String url(Job job, int index) {
    return JobViews.path(job) + "/images/" + index;
  }

  private static ComposedParts composed(Job job) {
    return JSON.readValue(job.result(), ComposedParts.class);
  }
}
