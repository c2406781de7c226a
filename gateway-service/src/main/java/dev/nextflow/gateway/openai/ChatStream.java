package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.openai.ChatAnswers.Delta;
import dev.nextflow.gateway.openai.ChatAnswers.Result;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** An answer in a stream: chunks of text as they are written, then the reason of the end. */
final class ChatStream {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TEXT = "text";
  private static final String DONE = "[DONE]";

  private final ChatRequest request;
  private final Answers answers;
  private final GrowingText grown = new GrowingText();

  ChatStream(ChatRequest request, Answers answers) {
    this.request = request;
    this.answers = answers;
  }

  /** The events that a step makes. */
  Flux<ServerSentEvent<String>> events(Step step) {
    return switch (step) {
      case Step.Succeeded(Job job) -> end(job);
      case Step.Happened(Job job, var event) ->
          switch (event.type()) {
            case JobEvent.QUEUED ->
                Flux.just(ServerSent.data(ChatAnswers.chunk(job, Delta.BEGINNING, null)));
            case TEXT -> written(job, event.data());
            default -> Flux.empty();
          };
    };
  }

  private Flux<ServerSentEvent<String>> written(Job job, String data) {
    int[] ids = grown.with(JSON.readTree(data).path("ids"));
    return text(job, ids)
        .map(grown::news)
        .filter(news -> !news.isEmpty())
        .map(news -> delta(job, news))
        .flux();
  }

  private Flux<ServerSentEvent<String>> end(Job job) {
    Result result = Result.of(job);
    return text(job, result.ids())
        .map(grown::rest)
        .flatMapIterable(rest -> {
          List<ServerSentEvent<String>> last = new ArrayList<>();
          if (!rest.isEmpty()) {
            last.add(delta(job, rest));
          }
          last.add(ServerSent.data(ChatAnswers.chunk(job, Delta.END, result.finishReason())));
          if (request.usageInStream()) {
            last.add(ServerSent.data(ChatAnswers.usageChunk(job)));
          }
          last.add(ServerSent.text(DONE));
          return last;
        });
  }

  private static ServerSentEvent<String> delta(Job job, String text) {
    return ServerSent.data(ChatAnswers.chunk(job, new Delta(null, text), null));
  }

  private Mono<String> text(Job job, int[] ids) {
    return answers.text(Requested.parse(job.view()).model(), ids);
  }
}
