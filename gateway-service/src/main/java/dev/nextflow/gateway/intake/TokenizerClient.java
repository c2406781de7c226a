package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.problems.Upstream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks the tokenizer-service about models and text. Failures come as problems. */
@Component
class TokenizerClient {

  private final WebClient http;
  private final GatewaySettings settings;

  TokenizerClient(WebClient.Builder http, GatewaySettings settings) {
    this.http = http.baseUrl(settings.tokenizerUrl().toString()).build();
    this.settings = settings;
  }

  /**
   * What was said as token ids, in a template of the model.
   *
   * @param digest of the bundle that made them
   * @param conditionalIds with what was said
   * @param unconditionalIds the same template with an empty prompt
   */
  record Sequences(String digest, int[] conditionalIds, int[] unconditionalIds) {}

  Mono<List<Model>> models() {
    return call(http.get().uri("/v1/models"), ModelList.class).map(ModelList::models);
  }

  /** What a picture is to show. */
  Mono<Sequences> sequences(Model model, Prompt prompt) {
    return sequences(new SequencesQuestion(model.name(), "generation", prompt.text(), null));
  }

  /** What an answer is asked for; the unconditional ids mean nothing here. */
  Mono<Sequences> sequences(Model model, Question question) {
    String prompt = question.prompt() == null ? null : question.prompt().text();
    return sequences(
        new SequencesQuestion(model.name(), "conversation", prompt, question.messages()));
  }

  private Mono<Sequences> sequences(SequencesQuestion question) {
    return call(http.post().uri("/v1/sequences").bodyValue(question), Sequences.class);
  }

  private <T> Mono<T> call(WebClient.RequestHeadersSpec<?> question, Class<T> answer) {
    return Upstream.reached(
        question
            .retrieve()
            .onStatus(HttpStatusCode::isError, TokenizerClient::refusal)
            .bodyToMono(answer),
        settings.tokenizerTimeout());
  }

  private static Mono<RuntimeException> refusal(ClientResponse answer) {
    return answer
        .bodyToMono(byte[].class)
        .defaultIfEmpty(new byte[0])
        .map(body -> Upstream.refusal(answer.statusCode().value(), body));
  }

  private record ModelList(List<Model> models) {}

  private record SequencesQuestion(
      String model, String template, @Nullable String prompt, @Nullable List<Message> messages) {}
}
