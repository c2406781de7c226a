package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.openai.ChatAnswers.Result;
import dev.nextflow.gateway.openai.ChatAnswers.Whole;
import dev.nextflow.jobs.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /v1/chat/completions}: an understanding whose caller waits for the answer. */
@RestController
@RequestMapping(produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
class ChatController {

  private final AwaitedJobs jobs;
  private final Answers answers;
  private final GatewaySettings settings;

  ChatController(AwaitedJobs jobs, Answers answers, GatewaySettings settings) {
    this.jobs = jobs;
    this.answers = answers;
    this.settings = settings;
  }

  @PostMapping(path = "/v1/chat/completions", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> complete(
      Tenant tenant,
      ServerWebExchange exchange,
      @RequestBody(required = false) byte @Nullable [] body) {
    ChatRequest request = ChatRequest.read(body);
    Flux<Step> steps =
        jobs.follow(new Call(tenant, exchange, body), Kind.UNDERSTANDING, request.translation());
    if (request.stream()) {
      ChatStream stream = new ChatStream(request, answers);
      return Mono.just(
          ResponseEntity.ok()
              .contentType(MediaType.TEXT_EVENT_STREAM)
              .body(ServerSent.stream(steps, stream::events, settings.heartbeat())));
    }
    return steps
        .last()
        .flatMap(last -> whole(last.job()))
        .map(ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)::body);
  }

  private Mono<Whole> whole(Job job) {
    return answers
        .text(Requested.parse(job.view()).model(), Result.of(job).ids())
        .map(text -> ChatAnswers.whole(job, text));
  }
}
