package dev.nextflow.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.images.Image;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import com.openai.models.images.ImageGenerateParams.Quality;
import com.openai.models.images.ImageGenerateParams.ResponseFormat;
import com.openai.models.images.ImagesResponse;
import com.openai.models.models.Model;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own Java client, which knows nothing of this platform but its address. */
@ExtendWith(SharedPlatform.class)
@SuppressWarnings("deprecation") // links: OpenAI's newest models have none, ours do
class OpenAiJavaIT {

  private OpenAIClient client;

  @BeforeEach
  void connect(URI platform) {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(platform + "/v1")
            .apiKey("anything")
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void drawsPictures() throws Exception {
    ImagesResponse answer = client.images().generate(house().n(2).build());

    List<Image> images = answer.data().orElseThrow();
    assertThat(images).hasSize(2);
    for (Image image : images) {
      BufferedImage pixels = pixels(image.b64Json().orElseThrow());
      assertThat(pixels.getWidth()).isEqualTo(64);
    }
    assertThat(answer.size().orElseThrow().asString()).isEqualTo("64x64");
    assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(2 * 30);
    assertThat(answer.created()).isGreaterThan(1_700_000_000L);
    answer.validate();
  }

  @Test
  void drawsTheSamePictureForTheSameSeed() {
    assertThat(picture(7)).isEqualTo(picture(7)).isNotEqualTo(picture(8));
  }

  @Test
  void followsALinkToAPicture() throws Exception {
    ImagesResponse answer =
        client
            .images()
            .generate(
                house().responseFormat(ResponseFormat.URL).outputFormat(OutputFormat.JPEG).build());

    URI link = URI.create(answer.data().orElseThrow().getFirst().url().orElseThrow());
    try (HttpClient http = HttpClient.newHttpClient()) {
      var picture =
          http.send(
              HttpRequest.newBuilder(link).header("Authorization", "Bearer anything").build(),
              BodyHandlers.ofByteArray());
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    }
  }

  @Test
  void seesDraftsBeforeThePicture() throws Exception {
    try (StreamResponse<ImageGenStreamEvent> stream =
        client.images().generateStreaming(house().partialImages(3).build())) {
      List<ImageGenStreamEvent> events = stream.stream().toList();

      assertThat(events).hasSize(4);
      for (int i = 0; i < 3; i++) {
        assertThat(events.get(i).asGenerationPartialImage().partialImageIndex()).isEqualTo(i);
        assertThat(pixels(events.get(i).asGenerationPartialImage().b64Json()).getWidth())
            .isEqualTo(64);
      }
      assertThat(events.getLast().asGenerationCompleted().usage().outputTokens()).isEqualTo(30);
      assertThat(pixels(events.getLast().asGenerationCompleted().b64Json()).getWidth())
          .isEqualTo(64);
    }
  }

  @Test
  void editsAPicture() throws Exception {
    ImagesResponse answer = client.images().edit(edit().image(drawn()).n(2).build());

    List<Image> images = answer.data().orElseThrow();
    assertThat(images).hasSize(2);
    assertThat(pixels(images.getFirst().b64Json().orElseThrow()).getWidth()).isEqualTo(64);
    assertThat(answer.usage().orElseThrow().inputTokensDetails().imageTokens()).isEqualTo(29 + 16);
    answer.validate();
  }

  @Test
  void editsWithSeveralPicturesAndSeesDrafts() throws Exception {
    ImageEditParams both =
        edit().imageOfInputStreams(List.of(drawn(), drawn())).partialImages(2).build();
    try (StreamResponse<ImageEditStreamEvent> stream = client.images().editStreaming(both)) {
      List<ImageEditStreamEvent> events = stream.stream().toList();

      assertThat(events).hasSize(3);
      assertThat(events.getFirst().asPartialImage().partialImageIndex()).isZero();
      assertThat(pixels(events.getLast().asCompleted().b64Json()).getWidth()).isEqualTo(64);
    }
  }

  @Test
  void listsTheModels() {
    Model model = client.models().list().data().getFirst();
    model.validate();
    assertThat(model.id()).isEqualTo("tiny");
    assertThat(model._additionalProperties()).containsKeys("digest", "sizes");
    assertThat(client.models().retrieve("tiny")).isEqualTo(model);
    assertThat(
            catchThrowableOfType(
                NotFoundException.class, () -> client.models().retrieve("nothing")))
        .isNotNull();
  }

  @Test
  void chats() {
    ChatCompletion answer = client.chat().completions().create(chat().build());

    answer.validate();
    assertThat(answer.choices()).hasSize(1);
    assertThat(answer.choices().getFirst().message().content()).isPresent();
    assertThat(answer.usage().orElseThrow().completionTokens()).isBetween(1L, 12L);
  }

  @Test
  void asksAboutAPictureAndReadsAlong() throws Exception {
    String drawn = Base64.getEncoder().encodeToString(drawn().readAllBytes());
    ChatCompletionContentPartImage.ImageUrl url =
        ChatCompletionContentPartImage.ImageUrl.builder()
            .url("data:image/png;base64," + drawn)
            .build();
    ChatCompletionCreateParams asked =
        ChatCompletionCreateParams.builder()
            .model("tiny")
            .addUserMessageOfArrayOfContentParts(
                List.of(
                    ChatCompletionContentPart.ofImageUrl(
                        ChatCompletionContentPartImage.builder().imageUrl(url).build()),
                    ChatCompletionContentPart.ofText(
                        ChatCompletionContentPartText.builder().text("What is it?").build())))
            .maxCompletionTokens(12)
            .build();
    ChatCompletion whole = client.chat().completions().create(asked);

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(asked)) {
      assertThat(text(stream.stream().toList()))
          .isEqualTo(whole.choices().getFirst().message().content().orElseThrow());
    }
    assertThat(whole.usage().orElseThrow().promptTokens()).isGreaterThan(29 + 16);
  }

  @Test
  void readsAlongWhileTheAnswerIsWritten() {
    String whole =
        client
            .chat()
            .completions()
            .create(chat().build())
            .choices()
            .getFirst()
            .message()
            .content()
            .orElseThrow();

    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(
                chat()
                    .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                    .build())) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();

      assertThat(text(chunks)).isEqualTo(whole);
      assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isBetween(1L, 12L);
    }
  }

  @Test
  void learnsWhichParameterIsWrong() {
    BadRequestException size =
        catchThrowableOfType(
            BadRequestException.class, () -> client.images().generate(house().size("7x7").build()));
    assertThat(size.param()).hasValue("size");
    assertThat(size.code()).hasValue("invalid-request");
    assertThat(size.type()).hasValue("invalid_request_error");
    assertThat(size).hasMessageContaining("size: must be one of");

    BadRequestException quality =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.images().generate(house().quality(Quality.HIGH).build()));
    assertThat(quality.param()).hasValue("quality");
  }

  @Test
  void learnsThatThereIsNoSuchModel() {
    NotFoundException unknown =
        catchThrowableOfType(
            NotFoundException.class,
            () -> client.images().generate(house().model("dall-e-3").build()));
    assertThat(unknown.param()).hasValue("model");
  }

  @Test
  void paysOnceForARequestThatItNames() {
    String key = "java-" + System.nanoTime();
    var first =
        client.images().generate(house().putAdditionalHeader("Idempotency-Key", key).build());
    var again =
        client.images().generate(house().putAdditionalHeader("Idempotency-Key", key).build());
    assertThat(again).isEqualTo(first);
    assertThat(
            catchThrowableOfType(
                UnprocessableEntityException.class,
                () ->
                    client
                        .images()
                        .generate(
                            house().n(2).putAdditionalHeader("Idempotency-Key", key).build())))
        .isNotNull();
  }

  private static ImageGenerateParams.Builder house() {
    return ImageGenerateParams.builder().prompt("a red house").model("tiny").size("64x64");
  }

  private static ImageEditParams.Builder edit() {
    return ImageEditParams.builder().prompt("in snow").model("tiny");
  }

  private InputStream drawn() {
    ImagesResponse answer = client.images().generate(house().build());
    String picture = answer.data().orElseThrow().getFirst().b64Json().orElseThrow();
    return new ByteArrayInputStream(Base64.getDecoder().decode(picture));
  }

  private static String text(List<ChatCompletionChunk> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .forEach(choice -> choice.delta().content().ifPresent(text::append));
    return text.toString();
  }

  private static ChatCompletionCreateParams.Builder chat() {
    return ChatCompletionCreateParams.builder()
        .model("tiny")
        .addSystemMessage("Be brief.")
        .addUserMessage("Why?")
        .maxCompletionTokens(12);
  }

  private String picture(int seed) {
    ImageGenerateParams params =
        house().putAdditionalBodyProperty("seed", JsonValue.from(seed)).build();
    return client.images().generate(params).data().orElseThrow().getFirst().b64Json().orElseThrow();
  }

  private static BufferedImage pixels(String base64) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
  }
}
