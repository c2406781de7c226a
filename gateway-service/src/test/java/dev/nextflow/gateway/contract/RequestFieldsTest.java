package dev.nextflow.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields and query parameters that the gateway knows are those of the document. What it knows
 * is asked over HTTP: a field that it does not know is refused as such. Those it could know are the
 * words in its source.
 */
class RequestFieldsTest extends ContractTest {

  private static final Pattern WORD = Pattern.compile("\"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)\"");

  /** An answer tells of 20 broken rules at most. */
  private static final int AT_ONCE = 15;

  private Api user;
  private Possessions own;

  @BeforeEach
  void tenant() {
    String name = newTenant(NO_LIMITS);
    JsonNode key = newKey(name);
    user = as(key.get("key").stringValue());
    own = Possessions.of(user, queue, name, key.get("id").stringValue());
  }

  @Test
  void everyFieldOfTheDocumentIsKnownAndHasARule() {
    variants((operation, variant) -> {
      for (String property : variant.get("properties").propertyNames()) {
        ObjectNode body = (ObjectNode) Bodies.minimal(operation, variant);
        body.set(property, JsonMapper.shared().readTree("[[]]")); // nothing is a list of lists
        Map<String, String> told = told(operation, body);
        assertThat(told.entrySet())
            .as(operation + " " + property + " " + told)
            .anyMatch(e -> e.getKey().startsWith(property) && !e.getValue().startsWith("unknown"));
      }
    });
  }

  @Test
  void noOtherFieldIsKnown() {
    Set<String> words = words();
    assertThat(words).hasSizeGreaterThan(100).contains("prompt", "grace_seconds");
    variants((operation, variant) -> {
      List<String> others = new ArrayList<>(words);
      others.removeAll(variant.get("properties").propertyNames());
      for (int from = 0; from < others.size(); from += AT_ONCE) {
        List<String> some = others.subList(from, Math.min(from + AT_ONCE, others.size()));
        ObjectNode body = (ObjectNode) Bodies.minimal(operation, variant);
        some.forEach(word -> body.put(word, 1));
        Map<String, String> told = told(operation, body);
        assertThat(told.keySet()).as(operation.toString()).containsAll(some);
        some.forEach(word ->
            assertThat(told.get(word)).as(operation + " " + word).isEqualTo("unknown field"));
      }
    });
  }

  @Test
  void theQueryParametersAreThoseOfTheDocument() {
    Set<String> words = words();
    CONTRACT.operations().stream()
        .filter(operation -> operation.parametersIn("query").findAny().isPresent())
        // Its one parameter may not be left out.
        .filter(operation -> !operation.id().equals("listKeys"))
        .forEach(operation -> {
          String path = own.target(operation);
          Set<String> written = new TreeSet<>();
          operation.parametersIn("query").forEach(p -> written.add(p.get("name").stringValue()));
          words.stream()
              .filter(word -> word.length() < 20)
              .forEach(word -> {
                Map<String, String> told = errors(user.get(path + "?" + word + "=%21"));
                assertThat("unknown parameter".equals(told.get(word)))
                    .as(operation + " " + word + " " + told)
                    .isEqualTo(!written.contains(word));
              });
        });
  }

  private interface Check {
    void of(Operation operation, JsonNode variant);
  }

  private static void variants(Check check) {
    long checked =
        CONTRACT.operations().stream()
            .filter(Operation::takesBody)
            .flatMap(operation ->
                operation.bodyVariants().stream().map(variant -> Map.entry(operation, variant)))
            .peek(each -> check.of(each.getKey(), each.getValue()))
            .count();
    assertThat(checked).isGreaterThan(15);
  }

  private Map<String, String> told(Operation operation, JsonNode body) {
    Api caller = operation.isForAdmins() ? admin : user;
    Sent sent = Sent.of(operation, body.toString());
    Answer answer =
        caller.send(
            operation.method(),
            own.target(operation),
            sent.body(),
            "Content-Type",
            sent.contentType());
    assertThat(answer.status()).as(operation + " " + body + answer.text()).isEqualTo(400);
    return errors(answer);
  }

  /** Fields and their rules; those of the one line of a batch without its number. */
  private static Map<String, String> errors(Answer answer) {
    Map<String, String> errors = new LinkedHashMap<>();
    JsonNode openAi = answer.json().at("/error/message");
    Stream<String[]> told =
        openAi.isString()
            ? Stream.of(openAi.stringValue().split("; (?=[a-z_\\[\\].0-9]+: )"))
                .map(each -> each.split(": ", 2))
            : answer
                .json()
                .path("errors")
                .valueStream()
                .map(e -> new String[] {e.get("field").stringValue(), e.get("rule").stringValue()});
    told.forEach(e -> errors.put(e[0].replaceFirst("^line 1: ", ""), e.length > 1 ? e[1] : ""));
    return errors;
  }

  /** Every word in quotes in the gateway's source; tests run in their module. */
  private static Set<String> words() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      Set<String> words = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(RequestFieldsTest::words)
          .forEach(words::add);
      words.add("colour");
      return words;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Stream<String> words(Path file) {
    try {
      return WORD
          .matcher(Files.readString(file))
          .results()
          .map(found -> found.group(1))
          .toList()
          .stream();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
