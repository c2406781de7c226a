package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.problems.Upstream;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks the tokenizer-service about models and text. Failures come as problems. */
@Component
class TokenizerClient {

  /** What the tokenizer-service calls the turns before. */
  static final String BEFORE = "before";

  /** What the tokenizer-service calls a picture that it refuses. */
  static final String PICTURE = "picture";

  /** The place of a picture in a message. */
  private static final Map<String, String> PICTURE_PART = Map.of("type", PICTURE);

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
   * @param unconditionalIds the same template without a word
   * @param pictures where the pictures stand that were shown; null: there are none
   * @param unconditionalPictures likewise in the unconditional sequence; -1 of one that does not
   *     stand there
   * @param instructionIds how many of the conditional ids, from the first on, ask for a thought
   */
  record Sequences(
      String digest,
      int[] conditionalIds,
      int[] unconditionalIds,
      int @Nullable [] pictures,
      int @Nullable [] unconditionalPictures,
      int instructionIds) {

    /** Where the pictures stand in the unconditional sequence. */
    int[] unconditionalPlaces() {
      return unconditionalPictures == null ? new int[0] : unconditionalPictures;
    }

    /** The sequence with these pictures in their places. */
    MixedSequence with(List<ReadPicture> read) {
      int[] places = pictures == null ? new int[0] : pictures;
      if (places.length != read.size()) {
        throw new IllegalStateException(
            "%d places for %d pictures".formatted(places.length, read.size()));
      }
      return new MixedSequence(
          conditionalIds,
          IntStream.range(0, places.length)
              .mapToObj(
                  i -> new GivenPicture(places[i], read.get(i).schedule(), read.get(i).codes()))
              .toList());
    }
  }

  /** What is to be done with what was said, as templates of the model have it. */
  enum Template {
    /** An answer in text is written behind it. */
    CONVERSATION,
    /** A picture is drawn behind it. */
    GENERATION;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Mono<List<Model>> models() {
    return call(http.get().uri("/v1/models"), ModelList.class).map(ModelList::models);
  }

  /**
   * What is asked for; of an answer in text the unconditional ids mean nothing. A conversation that
   * is too long for its next turn is the problem of {@link #BEFORE}.
   *
   * @param before text ids of the turns before; null: this is no session's
   */
  Mono<Sequences> sequences(
      Model model, Template template, Question question, int @Nullable [] before) {
    return sequences(model, template, question, before, false);
  }

  /** What is asked for where a thought comes before the picture. */
  Mono<Sequences> sequencesOfThinking(Model model, Question question) {
    return sequences(model, Template.GENERATION, question, null, true);
  }

  /** A question about a picture that comes first, as the model is taught to read them. */
  Mono<Sequences> sequencesAboutPicture(Model model, String question) {
    Turn turn = new Turn("user", List.of(PICTURE_PART, new Part.Said(question)));
    SequencesQuestion asked =
        new SequencesQuestion(
            model.name(), Template.CONVERSATION.wireName(), null, List.of(turn), null, false);
    return call(http.post().uri("/v1/sequences").bodyValue(asked), Sequences.class);
  }

  private Mono<Sequences> sequences(
      Model model,
      Template template,
      Question question,
      int @Nullable [] before,
      boolean thinking) {
    SequencesQuestion asked =
        new SequencesQuestion(
            model.name(),
            template.wireName(),
            question.prompt() == null ? null : question.prompt().text(),
            turns(question.messages()),
            before,
            thinking);
    return call(http.post().uri("/v1/sequences").bodyValue(asked), Sequences.class);
  }

  private static @Nullable List<Turn> turns(@Nullable List<Message> messages) {
    return messages == null ? null : messages.stream().map(Turn::of).toList();
  }

  /**
   * The codes of a picture. One that can't be read ends with a problem that names {@link #PICTURE}
   * and the rule.
   *
   * @param wanted a schedule of the model; null: the one that is nearest to the picture
   */
  Mono<ReadPicture> codes(
      Model model, byte[] file, String mediaType, @Nullable ScaleSchedule wanted) {
    return call(
        http.post()
            .uri(uri -> {
              uri.path("/v1/codes").queryParam("model", "{model}");
              if (wanted != null) {
                uri.queryParam("grid", wanted.fullGrid()).queryParam("level", wanted.level());
              }
              return uri.build(model.name());
            })
            .contentType(MediaType.parseMediaType(mediaType))
            .bodyValue(file),
        ReadPicture.class,
        settings.renderingTimeout());
  }

  private <T> Mono<T> call(WebClient.RequestHeadersSpec<?> question, Class<T> answer) {
    return call(question, answer, settings.tokenizerTimeout());
  }

  private static <T> Mono<T> call(
      WebClient.RequestHeadersSpec<?> question, Class<T> answer, Duration timeout) {
    return Upstream.reached(
        question
            .retrieve()
            .onStatus(HttpStatusCode::isError, TokenizerClient::refusal)
            .bodyToMono(answer),
        timeout);
  }

  private static Mono<RuntimeException> refusal(ClientResponse answer) {
    return answer
        .bodyToMono(byte[].class)
        .defaultIfEmpty(new byte[0])
        .map(body -> Upstream.refusal(answer.statusCode().value(), body));
  }

  private record ModelList(List<Model> models) {}

  /** The ids of a text by itself, and the bundle that they are of. */
  Mono<Ids> ids(String model, String text) {
    return call(http.post().uri("/v1/ids").bodyValue(new IdsQuestion(model, text)), Ids.class);
  }

  record Ids(String digest, int[] ids) {}

  private record IdsQuestion(String model, String text) {}

  private record SequencesQuestion(
      String model,
      String template,
      @Nullable String prompt,
      @Nullable List<Turn> messages,
      int @Nullable [] before,
      boolean thinking) {}

  /** A message with places for its pictures, whose codes never go this way. */
  private record Turn(String role, Object content) {

    static Turn of(Message message) {
      Content content = message.content();
      return new Turn(
          message.role(),
          content.plain() ? content.shown() : content.parts().stream().map(Turn::part).toList());
    }

    private static Object part(Part part) {
      return part instanceof Part.Said ? part : PICTURE_PART;
    }
  }
}
