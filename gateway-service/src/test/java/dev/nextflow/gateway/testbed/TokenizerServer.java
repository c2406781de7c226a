package dev.nextflow.gateway.testbed;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tokenizer-service over real HTTP with its routes, rules and problems, and a toy for a model: a
 * character is a token, and a picture's bytes say what was asked for.
 */
public final class TokenizerServer implements AutoCloseable {

  public static final String MODEL = "demo";
  public static final int MAX_PROMPT_TOKENS = 40;
  public static final int SAMPLER_CANDIDATES = 64;

  private static final int TEMPLATE_TOKENS = 8;

  /** The last token of the template: a picture that is drawn comes after it. */
  public static final int BOI = TEMPLATE_TOKENS - 1;

  public static final int EOI = TEMPLATE_TOKENS;

  /** Ends a message. */
  public static final int IM_END = TEMPLATE_TOKENS + 1;

  /** The schedule in which every picture is read here, unless another is asked for. */
  public static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 4);

  /** What asks for a thought here. */
  private static final int[] THINK = {1001, 1002, 1003};

  /** Stands for the first of the two tokens of a picture. */
  private static final char PICTURE = '\u25a1';

  private final JsonMapper json = JsonMapper.shared();
  private final AtomicInteger renderings = new AtomicInteger();
  private final AtomicInteger encodings = new AtomicInteger();
  private volatile String digest = randomDigest();
  private volatile boolean readsLastScale;
  private volatile int status = 200;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private DisposableServer server = start(0);

  private DisposableServer start(int port) {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .doOnChannelInit((_, connection, _) -> connections.add(connection))
        .route(routes ->
            routes
                .get("/v1/models", (request, response) -> answer(request, response, this::models))
                .post("/v1/sequences", (q, a) -> answer(q, a, this::sequences))
                .post("/v1/texts", (q, a) -> answer(q, a, this::text))
                .post("/v1/ids", (q, a) -> answer(q, a, this::ids))
                .post("/v1/codes", this::codes)
                .post("/v1/renderings", (q, a) -> answer(q, a, this::rendering)))
        .bindNow();
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public String digest() {
    return digest;
  }

  /** How many pictures it was asked for. */
  public int renderings() {
    return renderings.get();
  }

  /** How many pictures it was given to encode. */
  public int encodings() {
    return encodings.get();
  }

  /** Serves another bundle of the same name from now on. */
  public void replaceBundle() {
    digest = randomDigest();
  }

  /** Serves one that reads pictures to their last scale, until the next test. */
  public void replaceByBundleThatReadsTheLastScale() {
    readsLastScale = true;
    replaceBundle();
  }

  /** Answers every request with this status; 200 for the usual. */
  public void answerWith(int status) {
    this.status = status;
  }

  /** Goes away, with its connections, while the action runs. */
  public void whileAway(Runnable action) {
    int port = server.port();
    server.disposeNow();
    connections.close().awaitUninterruptibly();
    try {
      action.run();
    } finally {
      server = start(port);
    }
  }

  private Mono<Void> answer(
      HttpServerRequest request, HttpServerResponse response, Function<JsonNode, Object> route) {
    return request
        .receive()
        .aggregate()
        .asString()
        .defaultIfEmpty("{}")
        .flatMap(body -> answer(response, route, body));
  }

  private Mono<Void> answer(
      HttpServerResponse response, Function<JsonNode, Object> route, String body) {
    try {
      if (status != 200) {
        return response.status(status).send();
      }
      return switch (route.apply(json.readTree(body))) {
        case Picture(String type, String content) ->
            response.header("Content-Type", type).sendString(Mono.just(content)).then();
        case Object other -> sendJson(response, "application/json", other);
      };
    } catch (ProblemException refused) {
      Problem problem = refused.problem();
      return sendJson(response.status(problem.status()), "application/problem+json", problem);
    }
  }

  private Mono<Void> sendJson(HttpServerResponse response, String type, Object body) {
    return response
        .header("Content-Type", type)
        .sendString(Mono.just(json.writeValueAsString(body)))
        .then();
  }

  private Object models(JsonNode nothing) {
    Map<String, Object> model =
        new HashMap<>(
            Map.of(
                "name",
                MODEL,
                "digest",
                digest,
                "levels",
                List.of(6, 4),
                "finalGrids",
                List.of(Map.of("height", 64, "width", 64), Map.of("height", 48, "width", 84)),
                "sampling",
                Map.of("guidance", 3.0, "temperature", 1.0, "topK", 50, "topP", 0.95),
                "maxPromptTokens",
                MAX_PROMPT_TOKENS,
                "samplerCandidates",
                SAMPLER_CANDIDATES,
                "textTokens",
                1024));
    if (readsLastScale) { // Left out otherwise, as by services of older versions.
      model.put("readsLastScale", true);
    }
    return Map.of("models", List.of(model));
  }

  private Mono<Void> codes(HttpServerRequest request, HttpServerResponse response) {
    encodings.incrementAndGet();
    ScaleSchedule schedule = schedule(new QueryStringDecoder(request.uri()).parameters());
    return request
        .receive()
        .aggregate()
        .asString()
        .flatMap(file ->
            answer(
                response,
                _ -> {
                  if (file.equals("broken")) {
                    throw ProblemException.of(
                        ProblemType.INVALID_PICTURE,
                        new Problem.FieldError("picture", "must be whole and undamaged"));
                  }
                  return Map.of(
                      "digest", digest, "schedule", schedule, "codes", codesOf(file, schedule));
                },
                "{}"));
  }

  private ScaleSchedule schedule(Map<String, List<String>> query) {
    if (!query.containsKey("grid")) {
      return new ScaleSchedule(SCHEDULE.fullGrid(), SCHEDULE.level(), readsLastScale);
    }
    String[] sides = query.get("grid").getFirst().split("x");
    return new ScaleSchedule(
        new Grid(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])),
        Integer.parseInt(query.get("level").getFirst()),
        readsLastScale);
  }

  /** What a file becomes here: its first characters, over and over. */
  public static List<ScaleCodes> codesOf(String file) {
    return codesOf(file, SCHEDULE);
  }

  /** The same in another schedule. */
  public static List<ScaleCodes> codesOf(String file, ScaleSchedule schedule) {
    return schedule.grids().stream()
        .map(grid ->
            ScaleCodes.of(
                IntStream.range(0, grid.size()).map(i -> file.charAt(i % file.length())).toArray()))
        .toList();
  }

  private Object ids(JsonNode question) {
    String text = question.get("text").stringValue();
    refuseControls("text", text);
    int[] ids = text.codePoints().map(c -> c % 1024).toArray();
    return Map.of("digest", digest, "ids", ids);
  }

  private static void refuseControls(String field, String text) {
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw ProblemException.invalid(
          field, "must not contain control characters or unpaired surrogates");
    }
  }

  private Object sequences(JsonNode question) {
    if (!question.get("model").stringValue().equals(MODEL)) {
      throw ProblemException.invalid("model", "unknown model");
    }
    String prompt = said(question);
    int room = MAX_PROMPT_TOKENS - TEMPLATE_TOKENS;
    refuseControls("prompt", prompt);
    if (prompt.codePointCount(0, prompt.length()) > room) {
      throw ProblemException.invalid("prompt", "must be at most " + room + " tokens");
    }
    int[] template = IntStream.range(0, TEMPLATE_TOKENS).toArray();
    boolean thinks = question.path("thinking").asBoolean(false);
    int[] instruction = thinks ? THINK : new int[0];
    int[] before = closed(question.path("before"));
    int[] said = prompt.codePoints().map(c -> c % 1024).toArray();
    // A thought begins where else the picture would be opened.
    int[] opened = Arrays.copyOf(template, TEMPLATE_TOKENS - (thinks ? 1 : 0));
    int[] ids = Stream.of(instruction, before, said, opened).flatMapToInt(IntStream::of).toArray();
    if (before.length > 0 && ids.length > MAX_PROMPT_TOKENS) {
      throw ProblemException.invalid(
          "before",
          "must be at most %d tokens with what follows, and would be %d"
              .formatted(MAX_PROMPT_TOKENS, ids.length));
    }
    int[] places = IntStream.range(0, ids.length - 1).filter(i -> isPicture(ids, i)).toArray();
    List<Integer> kept = kept(ids, places);
    int[] shown = IntStream.range(0, 2 * kept.size()).map(_ -> PICTURE % 1024).toArray();
    return Map.of(
        "pictures",
        places,
        "instructionIds",
        instruction.length,
        "unconditionalPictures",
        IntStream.of(places)
            .map(kept::indexOf)
            .map(number -> number < 0 ? -1 : 2 * number)
            .toArray(),
        "digest",
        digest,
        "conditionalIds",
        ids,
        "unconditionalIds",
        IntStream.concat(IntStream.of(shown), IntStream.of(template)).toArray());
  }

  /** What was before, with the end of its last answer where that is missing. */
  private static int[] closed(JsonNode before) {
    int[] ids = before.valueStream().mapToInt(JsonNode::intValue).toArray();
    int last = ids.length == 0 ? IM_END : ids[ids.length - 1];
    int[] end =
        last == IM_END ? new int[0] : last == BOI ? new int[] {EOI, IM_END} : new int[] {IM_END};
    return IntStream.concat(IntStream.of(ids), IntStream.of(end)).toArray();
  }

  /** Those that the user gave; or the newest alone, where it was drawn. */
  private static List<Integer> kept(int[] ids, int[] places) {
    boolean newestIsDrawn = places.length > 0 && ids[places[places.length - 1]] == BOI;
    return newestIsDrawn
        ? List.of(places[places.length - 1])
        : IntStream.of(places).filter(place -> ids[place] != BOI).boxed().toList();
  }

  private static boolean isPicture(int[] ids, int place) {
    return ids[place] == PICTURE % 1024 || ids[place] == BOI && ids[place + 1] == EOI;
  }

  /** A conversation is a prompt of lines here, each with the first letter of its role. */
  private static String said(JsonNode question) {
    if (question.path("messages").isArray()) {
      return question
          .get("messages")
          .valueStream()
          .map(m -> m.get("role").stringValue().charAt(0) + ":" + spoken(m.get("content")))
          .collect(Collectors.joining("|"));
    }
    return question.get("prompt").stringValue().strip();
  }

  private static String spoken(JsonNode content) {
    return content.isString()
        ? content.stringValue()
        : content
            .valueStream()
            .map(part ->
                part.get("type").stringValue().equals("picture")
                    ? PICTURE + "."
                    : part.get("text").stringValue())
            .collect(Collectors.joining());
  }

  private Object text(JsonNode question) {
    // As with real text, more ids make a longer text that begins the same.
    return Map.of(
        "text",
        "text of"
            + question.get("ids").valueStream().map(id -> " " + id).collect(Collectors.joining()));
  }

  private Object rendering(JsonNode question) {
    renderings.incrementAndGet();
    if (!question.get("digest").stringValue().equals(digest)) {
      throw ProblemException.invalid("digest", "unknown digest");
    }
    String codes =
        String.join(
            ",",
            StreamSupport.stream(question.get("codes").spliterator(), false)
                .map(JsonNode::stringValue)
                .toList());
    String format = question.get("format").stringValue();
    return new Picture(
        "image/" + format,
        "%s of level %d, grid %dx%d, width %s, scales %s%s"
            .formatted(
                format,
                question.get("level").intValue(),
                question.get("fullGrid").get("height").intValue(),
                question.get("fullGrid").get("width").intValue(),
                question.get("width"),
                codes,
                question.path("quality").isNumber() ? ", quality " + question.get("quality") : ""));
  }

  private record Picture(String type, String content) {}

  private static String randomDigest() {
    byte[] bytes = new byte[32];
    ThreadLocalRandom.current().nextBytes(bytes);
    return "sha256:" + HexFormat.of().formatHex(bytes);
  }

  /** As it was at the start, but for the bundle. */
  public void reset() {
    answerWith(200);
    readsLastScale = false;
    replaceBundle();
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
