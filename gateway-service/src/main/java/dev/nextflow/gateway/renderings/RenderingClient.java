package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.problems.Upstream;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Has the tokenizer-service turn tokens into pixels and text. Failures come as problems. */
@Component
class RenderingClient implements Answers {

  /** The largest picture of the schedule table has 1 megapixel: as a PNG 3 MB and a bit. */
  private static final int MAX_PICTURE_BYTES = 8 << 20;

  private final WebClient http;
  private final GatewaySettings settings;
  private final MeterRegistry meters;

  RenderingClient(WebClient.Builder http, GatewaySettings settings, MeterRegistry meters) {
    this.http =
        http.baseUrl(settings.tokenizerUrl().toString())
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_PICTURE_BYTES))
            .build();
    this.settings = settings;
    this.meters = meters;
  }

  /** The picture's bytes in the format asked for; timed. */
  Mono<byte[]> pixels(Rendering rendering) {
    return Mono.defer(() -> {
      Timer.Sample sample = Timer.start(meters);
      return call("/v1/renderings", rendering, byte[].class)
          .doFinally(end -> sample.stop(timer(rendering.format(), end.toString())));
    });
  }

  private Timer timer(String format, String end) {
    return meters.timer("nextflow.gateway.renderings", "format", format, "end", end);
  }

  @Override
  public Mono<String> text(String model, int[] ids) {
    return call("/v1/texts", new TextQuestion(model, ids), Text.class).map(Text::text);
  }

  private <T> Mono<T> call(String path, Object question, Class<T> answer) {
    return Upstream.reached(
            http.post()
                .uri(path)
                .accept(MediaType.ALL)
                .bodyValue(question)
                .retrieve()
                .onStatus(HttpStatusCode::isError, RenderingClient::refusal)
                .bodyToMono(answer),
            settings.renderingTimeout())
        .onErrorMap(ProblemException.class, RenderingClient::ours);
  }

  private static Mono<RuntimeException> refusal(ClientResponse answer) {
    return answer
        .bodyToMono(byte[].class)
        .defaultIfEmpty(new byte[0])
        .map(body -> Upstream.refusal(answer.statusCode().value(), body));
  }

  /**
   * The caller's part was checked before. What the service refuses all the same, such as the digest
   * of a bundle that it was not given, is not the caller's to mend.
   */
  private static ProblemException ours(ProblemException refused) {
    return refused.problem().code().equals(ProblemType.INVALID_REQUEST.code())
        ? ProblemException.of(ProblemType.UNAVAILABLE)
        : refused;
  }

  private record TextQuestion(String model, int[] ids) {}

  private record Text(String text) {}
}
