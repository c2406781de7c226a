package dev.nextflow.gateway.problems;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON object and nothing else: no duplicate names, no second value behind it, no NaN, no
 * byte order mark, no broken UTF-8 (which a lenient reader would replace, so that two different
 * bodies became the same prompt), no nesting deeper than 32.
 */
public final class StrictJson {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NAME_LENGTH = 128;
  private static final int MAX_NUMBER_LENGTH = 64;
  private static final int MAX_LENGTH = 1 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME_LENGTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxStringLength(MAX_LENGTH)
                          .maxDocumentLength(MAX_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * Reads a request body.
   *
   * @param body null for an empty one
   * @throws ProblemException {@link ProblemType#MALFORMED_JSON} for anything but one JSON object
   */
  public static ObjectNode read(byte @Nullable [] body) {
    if (body == null) {
      throw ProblemException.of(ProblemType.MALFORMED_JSON);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode value = MAPPER.readTree(text);
      if (value instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException | CharacterCodingException malformed) {
      // Falls through: the reader's message quotes the body, and would leak it into logs.
    }
    throw ProblemException.of(ProblemType.MALFORMED_JSON);
  }
}
