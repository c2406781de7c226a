package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.Pictures;
import dev.nextflow.gateway.Pictures.Wanted;
import dev.nextflow.gateway.openai.ImageAnswers.Events;
import dev.nextflow.jobs.Job;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A picture in a stream: drafts of some scales, each as it is drawn, then the whole. */
final class ImageStream {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SCALE = "scale";

  private final ImageRequest request;
  private final Pictures pictures;
  private final Events names;

  ImageStream(ImageRequest request, Pictures pictures, Events names) {
    this.request = request;
    this.pictures = pictures;
    this.names = names;
  }

  /** The event that a step makes, if any. */
  Mono<ServerSentEvent<String>> events(Step step) {
    return switch (step) {
      case Step.Succeeded(Job job) ->
          base64(job, null)
              .map(picture ->
                  ServerSent.event(
                      names.completed(),
                      ImageAnswers.completed(names.completed(), job, request, picture)));
      case Step.Happened happened when happened.event().type().equals(SCALE) -> draft(happened);
      case Step.Happened _ -> Mono.empty();
    };
  }

  private Mono<ServerSentEvent<String>> draft(Step.Happened step) {
    JsonNode drawn = JSON.readTree(step.event().data());
    int scale = drawn.path("scale").asInt();
    int index =
        PartialImages.scales(request.partialImages(), drawn.path("scales").asInt()).indexOf(scale);
    if (index < 0) {
      return Mono.empty();
    }
    return base64(step.job(), scale)
        .map(picture ->
            ServerSent.event(
                names.partial(),
                ImageAnswers.partial(names.partial(), step, request, index, picture)));
  }

  private Mono<String> base64(Job job, @Nullable Integer scales) {
    return pictures
        .picture(job, new Wanted(0, scales, request.format(), request.quality()))
        .map(Base64.getEncoder()::encodeToString);
  }
}
