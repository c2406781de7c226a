package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.problems.Upstream;
import java.util.List;
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
   * A prompt as token ids, in a template of the model.
   *
   * @param digest of the bundle that made them
   * @param conditionalIds with the prompt
   * @param unconditionalIds the same template with an empty prompt
   */
  record Sequences(String digest, int[] conditionalIds, int[] unconditionalIds) {}

  /** Templates that a bundle has. */
  enum Template {
    GENERATION("generation"),
    CONVERSATION("conversation");

    private final String wireName;

    Template(String wireName) {
      this.wireName = wireName;
    }
  }

  Mono<List<Model>> models() {
    return call(http.get().uri("/v1/models"), ModelList.class).map(ModelList::models);
  }

  Mono<Sequences> sequences(Model model, Template template, Prompt prompt) {
    return call(
        http.post()
            .uri("/v1/sequences")
            .bodyValue(new SequencesQuestion(model.name(), template.wireName, prompt.text())),
        Sequences.class);
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

  private record SequencesQuestion(String model, String template, String prompt) {}
}
