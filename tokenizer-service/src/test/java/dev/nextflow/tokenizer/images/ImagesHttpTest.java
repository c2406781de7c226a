package dev.nextflow.tokenizer.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.pictures.PictureEngine;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.tokenizer.ProblemAnswer;
import dev.nextflow.tokenizer.TokenizerHttpTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TokenizerHttpTest
class ImagesHttpTest {

  static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 6);

  @Autowired WebTestClient http;
  @Autowired Bundle bundle;
  @Autowired PictureEngine engine;

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void codesBecomeAPictureInEveryFormat(PictureFormat format) {
    Map<String, Object> request = request(6);
    request.put("format", format.name().toLowerCase(Locale.ROOT));
    byte[] file =
        rendering(request)
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType(format.mediaType())
            .expectBody()
            .returnResult()
            .getResponseBody();
    assertThat(PictureHeader.read(file)).isEqualTo(new PictureHeader(format, 96, 96));
  }

  @Test
  void aPngHasThePixelsOfTheEngine() {
    byte[] file = body(rendering(request(6)));
    assertThat(ImageGate.admit(file).rgb()).isEqualTo(engine.decode(SCHEDULE, codes(6)));
    assertThat(body(rendering(request(6)))).as("again").isEqualTo(file);
  }

  @Test
  void theFirstScalesGiveADraft() {
    byte[] draft = body(rendering(request(3)));
    assertThat(ImageGate.admit(draft).rgb()).isEqualTo(engine.decode(SCHEDULE, codes(3)));
  }

  @Test
  void aWidthShrinksThePictureInItsShape() {
    Map<String, Object> request = request(6);
    request.put("width", 31);
    assertThat(PictureHeader.read(body(rendering(request))))
        .isEqualTo(new PictureHeader(PictureFormat.PNG, 31, 31));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "digest | sha256:00 | digest | unknown digest",
        "digest | 7 | digest | must be a string",
        "level | 5 | level | must be one of [4, 6, 8, 12, 16]",
        "level | six | level | must be an integer",
        "level | 6.5 | level | must be an integer",
        "fullGrid | {\"height\":63,\"width\":64} | fullGrid | must be one of [64x64, 60x64, 48x84, 84x48, 32x128, 128x32]",
        "fullGrid | {\"height\":0,\"width\":64} | fullGrid | must be 1x1 to 128x128",
        "fullGrid | {\"height\":64} | fullGrid.width | is required",
        "fullGrid | {\"height\":64,\"width\":64,\"depth\":1} | fullGrid.depth | unknown field",
        "fullGrid | 64 | fullGrid | must be an object",
        "format | gif | format | must be one of png, jpeg, webp",
        "width | 0 | width | must be 1..96",
        "width | 97 | width | must be 1..96",
        "quality | 0 | quality | must be 1..100",
        "quality | 101 | quality | must be 1..100",
        "quality | 90 | quality | must be left out with png, which loses nothing",
        "codes | [] | codes | must be 1..6 scales",
        "codes | 7 | codes | must be an array",
        "codes | [null] | codes[0] | must be base64 of little-endian 16-bit codes",
        "codes | [\"?\"] | codes[0] | must be base64 of little-endian 16-bit codes",
        "codes | [\"AAAA\"] | codes[0] | must be base64 of little-endian 16-bit codes",
        "codes | [\"AAAAAA==\"] | codes[0] | must be 1 codes",
        "codes | [\"AAE=\"] | codes[0] | must be codes of 0..255",
        "codes | [7] | codes[0] | must be a string",
        "colour | red | colour | unknown field"
      })
  void aFieldThatBreaksARuleIsNamed(String name, String value, String field, String rule) {
    Map<String, Object> request = request(1);
    request.put(name, json(value));
    ProblemAnswer.blames(rendering(request), field, rule);
  }

  @Test
  void moreScalesThanTheScheduleHasAreRefused() {
    Map<String, Object> request = request(6);
    List<Object> codes = new ArrayList<>((List<?>) request.get("codes"));
    codes.add(codes.getLast());
    request.put("codes", codes);
    ProblemAnswer.blames(rendering(request), "codes", "must be 1..6 scales");
  }

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void aPictureBecomesTheCodesThatTheEngineGivesIt(PictureFormat format) {
    byte[] file = Pictures.file(format, 200, 120);
    JsonNode answer =
        upload("?model=tiny&level=6&grid=64x64", file)
            .expectStatus()
            .isOk()
            .expectBody(JsonNode.class)
            .returnResult()
            .getResponseBody();
    assertThat(answer.get("digest").stringValue()).isEqualTo(bundle.digest());
    List<String> expected =
        engine.encode(Resampling.cover(ImageGate.admit(file), 96, 96).rgb(), SCHEDULE).stream()
            .map(ScaleCodes::toBase64)
            .toList();
    assertThat(answer.get("codes").valueStream().map(JsonNode::stringValue)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "600, 600, 64x64, 16",
    "70, 70, 64x64, 4",
    "1000, 560, 48x84, 16",
    "560, 1000, 84x48, 16",
    "2000, 500, 32x128, 16",
    "16, 16, 64x64, 4",
    "110, 107, 64x64, 6"
  })
  void whereNoScheduleIsNamedTheNearestIsTaken(int width, int height, String row, int level) {
    byte[] file = Pictures.file(PictureFormat.PNG, width, height);
    JsonNode answer =
        upload("?model=tiny", file)
            .expectStatus()
            .isOk()
            .expectBody(JsonNode.class)
            .returnResult()
            .getResponseBody();
    JsonNode grid = answer.get("schedule").get("fullGrid");
    assertThat(grid.get("height").intValue() + "x" + grid.get("width").intValue()).isEqualTo(row);
    assertThat(answer.get("schedule").get("level").intValue()).isEqualTo(level);
    assertThat(answer.get("codes")).hasSize(level);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, must be at least 16 pixels wide and high",
    "1, 4096, must be at least 16 pixels wide and high",
    "15, 20, must be at least 16 pixels wide and high",
    "16, 4096, 'must be at most 4 times as wide as high, and as high as wide'",
    "401, 100, 'must be at most 4 times as wide as high, and as high as wide'"
  })
  void aShapeThatNoScheduleIsNearIsRefused(int width, int height, String rule) {
    assertRefused(upload("?model=tiny", Pictures.file(PictureFormat.PNG, width, height)), rule);
  }

  @Test
  void aPictureThatIsNoneIsRefusedByItsRule() {
    String query = "?model=tiny&level=6&grid=64x64";
    byte[] whole = Pictures.file(PictureFormat.PNG, 64, 64);
    assertRefused(
        upload(query, Pictures.pngClaiming(60_000, 60_000)),
        "must be at most 4096 pixels wide and high");
    assertRefused(
        upload(query, Arrays.copyOf(whole, whole.length / 2)), "must be whole and undamaged");
    assertRefused(upload(query, "GIF89a".getBytes()), "must be a PNG, JPEG or WebP");
    assertRefused(upload(query, new byte[0]), "must be a PNG, JPEG or WebP");
    assertRefused(upload(query, Arrays.copyOf(whole, 11 * 1024 * 1024)), "must be at most 10 MB");
    ProblemAnswer.of(upload(query, new byte[17 * 1024 * 1024]), 413, "body-too-large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "?level=6&grid=64x64 | model | is required",
        "?model=other&level=6&grid=64x64 | model | unknown model",
        "?model=tiny&grid=64x64 | level | is required",
        "?model=tiny&level=x&grid=64x64 | level | must be an integer",
        "?model=tiny&level=99&grid=64x64 | level | must be one of [4, 6, 8, 12, 16]",
        "?model=tiny&level=6 | grid | is required",
        "?model=tiny&level=6&grid=64 | grid | must be rows x columns, such as 64x64",
        "?model=tiny&level=6&grid=0x64 | grid | must be rows x columns, such as 64x64",
        "?model=tiny&level=6&grid=64x63 | grid | must be one of [64x64, 60x64, 48x84, 84x48, 32x128, 128x32]"
      })
  void aParameterThatBreaksARuleIsNamed(String query, String field, String rule) {
    ProblemAnswer.blames(upload(query, Pictures.file(PictureFormat.PNG, 8, 8)), field, rule);
  }

  private static void assertRefused(ResponseSpec answer, String rule) {
    JsonNode errors = ProblemAnswer.of(answer, 400, "invalid-picture").get("errors");
    assertThat(errors.get(0).get("rule").stringValue()).isEqualTo(rule);
  }

  private Map<String, Object> request(int scales) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("digest", bundle.digest());
    request.put("fullGrid", SCHEDULE.fullGrid());
    request.put("level", SCHEDULE.level());
    request.put("codes", codes(scales).stream().map(ScaleCodes::toBase64).toList());
    request.put("format", "png");
    return request;
  }

  private static List<ScaleCodes> codes(int scales) {
    List<ScaleCodes> codes = new ArrayList<>();
    for (int scale = 1; scale <= scales; scale++) {
      int[] values = new int[SCHEDULE.grid(scale).size()];
      Arrays.setAll(values, i -> (i * 37 + 11) % 256);
      codes.add(ScaleCodes.of(values));
    }
    return codes;
  }

  private static Object json(String value) {
    boolean literal = value.startsWith("{") || value.startsWith("[") || value.matches("[0-9.]+");
    return literal ? JsonMapper.builder().build().readTree(value) : value;
  }

  private ResponseSpec rendering(Map<String, Object> request) {
    return http.post().uri("/v1/renderings").bodyValue(request).exchange();
  }

  private static byte[] body(ResponseSpec answer) {
    return answer.expectStatus().isOk().expectBody().returnResult().getResponseBody();
  }

  private ResponseSpec upload(String query, byte[] file) {
    return http.post()
        .uri("/v1/codes" + query)
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .bodyValue(file)
        .exchange();
  }
}
