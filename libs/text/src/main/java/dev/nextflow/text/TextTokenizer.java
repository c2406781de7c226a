package dev.nextflow.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts text into ids and joins ids to text: the byte-level BPE of a bundle's {@code
 * tokenizer.json}. {@code decode(encode(text))} is the text in normal form C.
 *
 * <p>Thread-safe. Works on the caller's thread, about a microsecond per token; never on an event
 * loop with long texts.
 */
public final class TextTokenizer implements AutoCloseable {

  /** Longest text that is looked at, in UTF-16 units, before and after normalising. */
  public static final int MAX_LENGTH_CHARS = 16_384;

  private static final Map<String, String> WHOLE_TEXT_ONLY =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final BitSet ordinaryIds;
  private final BitSet specialIds;

  private TextTokenizer(HuggingFaceTokenizer tokenizer, BitSet ordinaryIds, BitSet specialIds) {
    this.tokenizer = tokenizer;
    this.ordinaryIds = ordinaryIds;
    this.specialIds = specialIds;
  }

  /**
   * Loads a tokenizer; nothing is fetched from anywhere.
   *
   * @param tokenizerJson a file in Hugging Face's format
   * @throws IOException if the file can't be read
   * @throws IllegalArgumentException if it is not a byte-level BPE; the message is one clear line
   */
  public static TextTokenizer load(Path tokenizerJson) throws IOException {
    // The native library's Java side reports its use to its makers when it finds itself in a cloud,
    // and looks for a GPU, unless told otherwise before its first call.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    TokenizerFile file = TokenizerFile.read(tokenizerJson);
    byte[] json = file.json().getBytes(StandardCharsets.UTF_8);
    try {
      return new TextTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE_TEXT_ONLY),
          file.ordinaryIds(),
          file.specialIds());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("tokenizer.json is refused by the tokenizer", e);
    }
  }

  /**
   * Cuts text that somebody wrote into ids. None of them is special, whatever the text says.
   *
   * @throws IllegalArgumentException if the text has control characters other than tab and line
   *     feed, has unpaired surrogates, or is too long; the message is the broken rule, in words
   *     that may be shown to the caller
   */
  public int[] encode(String userText) {
    String text = UserText.normalised(userText);
    if (text.isEmpty()) {
      return new int[0];
    }
    long[] ids = tokenizer.encode(text, false, false).getIds();
    return IntStream.range(0, ids.length).map(i -> Math.toIntExact(ids[i])).toArray();
  }

  /**
   * Joins ids to text. Special ids have no text and are passed over; bytes that are not UTF-8, such
   * as those of a character cut in two, become U+FFFD.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary; the message is the rule
   */
  public String decode(int[] ids) {
    for (int id : ids) {
      if (id < 0 || !(ordinaryIds.get(id) || specialIds.get(id))) {
        throw new IllegalArgumentException("must be ids of the vocabulary");
      }
    }
    long[] textIds = IntStream.of(ids).filter(ordinaryIds::get).asLongStream().toArray();
    return textIds.length == 0 ? "" : tokenizer.decode(textIds, false);
  }

  /** Frees the native tokenizer; no call may be under way. */
  @Override
  public void close() {
    tokenizer.close();
  }
}
