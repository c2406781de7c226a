package dev.nextflow.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.BadRequestException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

/** Spring AI's image model for OpenAI, pointed here by its base URL. */
@ExtendWith(SharedPlatform.class)
class SpringAiIT {

  @Test
  void drawsPictures(URI platform) throws Exception {
    ImageResponse answer =
        model(platform, "64x64", "b64_json").call(new ImagePrompt("a red house"));

    assertThat(answer.getResults()).hasSize(2);
    for (var image : answer.getResults()) {
      byte[] png = Base64.getDecoder().decode(image.getOutput().getB64Json());
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(64);
    }
  }

  @Test
  void getsLinks(URI platform) {
    ImageResponse answer = model(platform, "64x64", "url").call(new ImagePrompt("a red house"));
    assertThat(answer.getResult().getOutput().getUrl()).startsWith(platform + "/v1/jobs/");
  }

  @Test
  void isToldWhatIsWrong(URI platform) {
    assertThatThrownBy(() -> model(platform, "7x7", "url").call(new ImagePrompt("a red house")))
        .hasStackTraceContaining(BadRequestException.class.getName())
        .hasStackTraceContaining("size: must be one of");
  }

  private static ImageModel model(URI platform, String size, String responseFormat) {
    return OpenAiImageModel.builder()
        .options(
            OpenAiImageOptions.builder()
                .baseUrl(platform + "/v1")
                .apiKey("anything")
                .model("tiny")
                .size(size)
                .n(2)
                .responseFormat(responseFormat)
                .build())
        .build();
  }
}
