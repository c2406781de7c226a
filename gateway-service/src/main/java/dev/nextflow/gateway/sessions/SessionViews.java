package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.sessions.SessionView.TurnView;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes a session's view; asks for the text of its answers, and for the state of an open turn. */
@Component
class SessionViews {

  private static final int ASKED_AT_ONCE = 8;

  private final Settling settling;
  private final Answers answers;

  SessionViews(Settling settling, Answers answers) {
    this.settling = settling;
    this.answers = answers;
  }

  Mono<SessionView> of(Session session) {
    return Flux.fromIterable(session.turns())
        .flatMapSequential(turn -> view(session, turn), ASKED_AT_ONCE)
        .collectList()
        .map(turns -> SessionView.of(session, turns));
  }

  private Mono<TurnView> view(Session session, Turn turn) {
    Mono<String> state =
        turn.end() == null
            ? settling
                .job(session, turn)
                .map(job -> job.state().wireName())
                .defaultIfEmpty(Turn.GONE)
            : Mono.just(turn.end());
    return Mono.zip(state, messages(session, turn))
        .map(both ->
            new TurnView(
                turn.number(),
                turn.kind().wireName(),
                turn.job(),
                both.getT1(),
                turn.answered(),
                both.getT2()));
  }

  private Mono<ArrayNode> messages(Session session, Turn turn) {
    ArrayNode messages = (ArrayNode) turn.messages().deepCopy();
    if (!turn.answered()) {
      return Mono.just(messages);
    }
    return parts(session, turn).map(parts -> messages.add(ShownMessages.answer(parts)));
  }

  private Mono<ArrayNode> parts(Session session, Turn turn) {
    return Flux.fromIterable(AnswerPart.of(turn, session.answerBegins(turn)))
        .concatMap(part ->
            switch (part) {
              case AnswerPart.Said(int[] ids) ->
                  answers.text(session.model(), ids).map(ShownMessages::text);
              case AnswerPart.Drawn(int index) ->
                  Mono.just(ShownMessages.picture(turn.job(), index));
            })
        .collect(JsonNodeFactory.instance::arrayNode, ArrayNode::add);
  }
}
