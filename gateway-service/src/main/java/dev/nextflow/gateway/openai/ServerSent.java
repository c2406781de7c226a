package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.Heartbeats;
import dev.nextflow.gateway.problems.Diagnosis;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events as OpenAI's clients expect them. A space follows each colon: the standard does
 * not ask for it, but many a client that was written by hand does.
 */
final class ServerSent {

  private static final Logger log = LoggerFactory.getLogger(ServerSent.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private ServerSent() {}

  static ServerSentEvent<String> data(Object body) {
    return text(JSON.writeValueAsString(body));
  }

  static ServerSentEvent<String> text(String text) {
    return ServerSentEvent.builder(" " + text).build();
  }

  static ServerSentEvent<String> event(String type, Object body) {
    return ServerSentEvent.builder(" " + JSON.writeValueAsString(body)).event(" " + type).build();
  }

  /**
   * The steps as events. What goes wrong before the first step is left to be answered with a status
   * of its own; later, the status is out, and an error event is the last.
   */
  static Flux<ServerSentEvent<String>> stream(
      Flux<Step> steps,
      Function<Step, Publisher<ServerSentEvent<String>>> events,
      Duration heartbeat) {
    return steps.switchOnFirst((first, all) ->
        first.isOnError()
            ? all.map(ServerSent::data) // nothing but the failure comes
            : Heartbeats.on(
                all.concatMap(events).onErrorResume(failure -> Flux.just(error(failure))),
                heartbeat));
  }

  private static ServerSentEvent<String> error(Throwable failure) {
    Problem problem = Diagnosis.of(failure);
    if (problem.code().equals(ProblemType.INTERNAL.code())) {
      log.error("a stream broke off", failure);
    }
    return event("error", ErrorForm.ErrorBody.of(problem));
  }
}
