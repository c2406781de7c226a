package dev.nextflow.gateway.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.sequences.problems.ProblemType;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route that takes a body, with bodies that none may take: each is refused by a problem of
 * the catalogue that the route's part of the document has, is short, and tells nothing of the
 * inside.
 */
@Timeout(600)
class HostileBodiesTest extends ContractTest {

  private static final String MARK = "@@";

  /** 20 broken rules at most, each with a name of 128 characters at most. */
  private static final int LONGEST_ANSWER_BYTES = 32 * 1024;

  private static final List<String> INSIDE =
      List.of("Exception", "dev.nextflow", "jackson", "springframework", "java.", "netty");

  /** Of a table it helps to see all that fails. */
  private final SoftAssertions all = new SoftAssertions();

  private Api user;
  private Possessions own;

  @BeforeEach
  void tenant() {
    String name = newTenant(NO_LIMITS);
    JsonNode key = newKey(name);
    user = as(key.get("key").stringValue());
    own = Possessions.of(user, queue, name, key.get("id").stringValue());
  }

  @AfterEach
  void nothingFailed() {
    all.assertAll();
  }

  @Test
  void whatIsNotOneJsonObjectIsRefused() {
    operations()
        .forEach(operation ->
            HostileBodies.noObjects(good(operation))
                .forEach((what, body) -> refused(operation, what, sent(operation, body), 400)));
  }

  @Test
  void anEmptyBodyIsRefusedWhereOneIsNeeded() {
    List<Operation> needed =
        operations().filter(o -> o.written().at("/requestBody/required").booleanValue()).toList();
    assertThat(needed).hasSizeGreaterThan(10);
    needed.forEach(operation -> refused(operation, "empty", sent(operation, new byte[0]), 400));
  }

  @Test
  void aNameThatNoRouteKnowsIsRefusedWhateverItSays() {
    operations()
        .forEach(operation ->
            HostileBodies.NAMES.forEach(name -> {
              String body = "{\"" + name + "\":1}";
              refused(operation, name, sent(operation, body.getBytes(UTF_8)), 400);
            }));
  }

  @Test
  void aHundredThousandNamesAreNotToldBack() {
    String body =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    operations().forEach(o -> refused(o, "100,000 names", sent(o, body.getBytes(UTF_8)), 400, 413));
  }

  @Test
  void aValueThatNoFieldCanHoldIsRefusedByItsField() {
    List<String> values =
        Stream.concat(HostileBodies.NUMBERS.stream(), HostileBodies.STRINGS.stream()).toList();
    operations()
        .forEach(operation -> {
          for (JsonNode variant : operation.bodyVariants()) {
            for (String property : variant.get("properties").propertyNames()) {
              for (String value : values) {
                Answer answer = sent(operation, with(operation, variant, property, value));
                refused(operation, property + " " + brief(value), answer, 400, 404);
                // Whose job it would be is not told.
                if (answer.status() != 404) {
                  all.assertThat(answer.text())
                      .as(operation + " " + brief(value))
                      .contains(property);
                }
              }
            }
          }
        });
  }

  /** Where strings stand within other values. */
  @Test
  void aStringThatNoFieldCanHoldIsRefusedInEveryPlace() {
    List<String> places =
        List.of(
            "/v1/generations {\"prompt\":\"a\",\"labels\":{\"a\":@@}}",
            "/v1/understandings {\"messages\":[{\"role\":\"user\",\"content\":@@}]}",
            "/v1/understandings {\"messages\":[{\"role\":@@,\"content\":\"a\"}]}",
            "/v1/understandings {\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":@@}]}]}",
            "/v1/understandings {\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":@@}]}]}",
            image("\"job\":@@"),
            image("\"url\":@@"),
            image("\"data\":@@,\"media_type\":\"image/png\""),
            image("\"data\":\"AAAA\",\"media_type\":@@"),
            "/v1/chat/completions {\"messages\":[{\"role\":\"user\",\"content\":@@}]}",
            "/v1/chat/completions {\"messages\":[{\"role\":@@,\"content\":\"a\"}]}",
            "/v1/chat/completions {\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":@@}]}]}",
            "/v1/chat/completions {\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"text\",\"text\":@@}]}]}",
            "/v1/chat/completions {\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"image_url\",\"image_url\":{\"url\":@@}}]}]}",
            "/v1/chat/completions {\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/\","
                + "\"detail\":@@}}]}]}",
            "/v1/webhook-endpoints {\"url\":\"http://127.0.0.1:1/x\",\"events\":[@@]}");
    for (String place : places) {
      String[] route = place.split(" ", 2);
      Operation operation = CONTRACT.operation("POST", route[0]).orElseThrow();
      for (String value : HostileBodies.STRINGS) {
        byte[] body = route[1].replace(MARK, value).getBytes(UTF_8);
        refused(operation, route[1] + " " + brief(value), sent(operation, body), 400, 404);
      }
    }
  }

  @Test
  void anotherContentTypeIsRefused() {
    operations()
        .forEach(operation -> {
          for (String type :
              List.of(
                  "text/plain",
                  "text/html",
                  "application/xml",
                  "multipart/form-data; boundary=a",
                  "application/x-www-form-urlencoded",
                  "application/json-seq",
                  "*/*",
                  "nonsense",
                  "")) {
            Api caller = operation.isForAdmins() ? admin : user;
            byte[] body = good(operation).getBytes(UTF_8);
            String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
            Answer answer = caller.send(operation.method(), own.target(operation), body, headers);
            refused(operation, "as " + type, answer, 415);
          }
        });
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    byte[] body = ("{\"a\":\"" + "b".repeat(1 << 20) + "\"}").getBytes(UTF_8);
    operations().forEach(operation -> refused(operation, "1 MB", sent(operation, body), 413));
  }

  private static String image(String fields) {
    return "/v1/understandings {\"messages\":[{\"role\":\"user\",\"content\":"
        + "[{\"type\":\"image\","
        + fields
        + "}]}]}";
  }

  /** Those that take JSON; what a form may not be is told with the route that takes one. */
  private static Stream<Operation> operations() {
    return CONTRACT.operations().stream()
        .filter(Operation::takesBody)
        .filter(operation -> !operation.contentType().startsWith("multipart"));
  }

  private static String good(Operation operation) {
    return Bodies.minimal(operation, operation.bodyVariants().getFirst()).toString();
  }

  private static byte[] with(Operation operation, JsonNode variant, String name, String value) {
    ObjectNode body = (ObjectNode) Bodies.minimal(operation, variant);
    // A number of a kind that no node can hold has to be written by hand.
    body.put(name, MARK);
    return body.toString().replace("\"" + MARK + "\"", value).getBytes(UTF_8);
  }

  private Answer sent(Operation operation, byte[] body) {
    Api caller = operation.isForAdmins() ? admin : user;
    try {
      return caller.send(
          operation.method(), own.target(operation), body, "Content-Type", operation.contentType());
    } catch (UncheckedIOException noAnswer) {
      // Such as of a route that waits for the job which it should never have made.
      String start = brief(new String(body, UTF_8), 400);
      throw new AssertionError("no answer from " + operation + " to " + start, noAnswer);
    }
  }

  private void refused(Operation operation, String what, Answer answer, Integer... statuses) {
    String about = operation + " with " + what + ": " + answer.status() + " " + start(answer);
    all.assertThat(answer.status()).as(about).isIn((Object[]) statuses);
    all.assertThat(operation.has(String.valueOf(answer.status()))).as(about).isTrue();
    JsonNode json = answer.json();
    JsonNode code = json.has("error") ? json.at("/error/code") : json.path("code");
    all.assertThat(ProblemType.of(code.stringValue("")).map(ProblemType::status))
        .as(about)
        .contains(answer.status());
    all.assertThat(answer.body().length).as(about).isLessThan(LONGEST_ANSWER_BYTES);
    all.assertThat(INSIDE).as(about).noneMatch(answer.text()::contains);
  }

  private static String start(Answer answer) {
    return brief(answer.text(), 400);
  }

  private static String brief(String value) {
    return brief(value, 40);
  }

  private static String brief(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "... " + text.length();
  }
}
