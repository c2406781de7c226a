package dev.nextflow.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes that ids stand for in a bundle's {@code tokenizer.json}: all bytes of a text's ids, one
 * after the other, are its UTF-8. So a text can be looked at while it grows, before its last
 * character is whole. Immutable; unlike {@link TextTokenizer} it needs no native library.
 */
public final class TokenBytes {

  private static final byte[] NOTHING = {};

  private final Map<Integer, byte[]> bytesOfId;
  private final int[] idOfByte = new int[256];

  private TokenBytes(Map<Integer, byte[]> bytesOfId) {
    this.bytesOfId = bytesOfId;
    bytesOfId.forEach((id, bytes) -> {
      if (bytes.length == 1) {
        idOfByte[Byte.toUnsignedInt(bytes[0])] = id;
      }
    });
  }

  /**
   * Reads the vocabulary.
   *
   * @param tokenizerJson a file in Hugging Face's format
   * @throws IOException if the file can't be read
   * @throws IllegalArgumentException if it is not a byte-level BPE; the message is one clear line
   */
  public static TokenBytes load(Path tokenizerJson) throws IOException {
    JsonNode vocabulary =
        JsonMapper.shared()
            .readTree(TokenizerFile.read(tokenizerJson).json())
            .path("model")
            .path("vocab");
    Map<Integer, Byte> alphabet = alphabet();
    Map<Integer, byte[]> bytesOfId = new HashMap<>();
    vocabulary
        .properties()
        .forEach(
            token -> bytesOfId.put(token.getValue().intValue(), bytes(token.getKey(), alphabet)));
    return new TokenBytes(bytesOfId);
  }

  /** Which byte each character of the file's tokens stands for. */
  private static Map<Integer, Byte> alphabet() {
    Map<Integer, Byte> alphabet = new HashMap<>();
    int shifted = 0;
    for (int value = 0; value < 256; value++) {
      // The rule of GPT-2: what is printable in Latin-1 stands for itself, the rest from U+0100 on.
      boolean itself = value >= '!' && value <= '~' || value >= '¡' && value <= '¬' || value >= '®';
      alphabet.put(itself ? value : 'Ā' + shifted++, (byte) value);
    }
    return alphabet;
  }

  private static byte[] bytes(String token, Map<Integer, Byte> alphabet) {
    byte[] bytes = new byte[token.codePointCount(0, token.length())];
    int length = 0;
    for (int character : token.codePoints().toArray()) {
      Byte value = alphabet.get(character);
      if (value == null) {
        return token.getBytes(StandardCharsets.UTF_8); // As Hugging Face's decoder has it.
      }
      bytes[length++] = value;
    }
    return bytes;
  }

  /** The bytes of an id; none where it is special or not in the vocabulary. */
  public byte[] of(int id) {
    return Objects.requireNonNullElse(bytesOfId.get(id), NOTHING).clone();
  }

  /** The id that stands for this one byte; every vocabulary has it. */
  public int idOf(byte single) {
    return idOfByte[Byte.toUnsignedInt(single)];
  }
}
