package dev.nextflow.local.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param line of its fence, from 1
 * @param heading of the chapter that it stands in
 * @param language after the fence; empty for what is shown and not run
 * @param shown the block of language {@code text} below it: what the page says it prints
 */
record CodeBlock(int line, String heading, String language, String text, @Nullable String shown) {

  private static final String FENCE = "```";

  /** The blocks of a page in their order, each {@code text} with the block that it belongs to. */
  static List<CodeBlock> of(Path page) throws IOException {
    List<CodeBlock> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#")) {
        heading = lines.get(i).replaceFirst("#+ ", "");
      } else if (lines.get(i).startsWith(FENCE)) {
        int end = i + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        String language = lines.get(i).substring(FENCE.length());
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        add(blocks, new CodeBlock(i + 1, heading, language, text, null));
        i = end;
      }
    }
    return blocks;
  }

  private static void add(List<CodeBlock> blocks, CodeBlock block) {
    if (block.language.equals("text")) {
      CodeBlock above = blocks.removeLast();
      if (above.shown != null) {
        throw new IllegalArgumentException("line " + block.line + " shows the output of nothing");
      }
      block = new CodeBlock(above.line, above.heading, above.language, above.text, block.text);
    }
    blocks.add(block);
  }

  /**
   * The name that a block of Java or Python gives its file, in a comment that is its first line.
   */
  String fileName() {
    return text.lines().findFirst().orElseThrow().replaceFirst("^(//|#) ", "");
  }

  @Override
  public String toString() {
    return "line " + line + ": " + language + ", " + heading;
  }
}
