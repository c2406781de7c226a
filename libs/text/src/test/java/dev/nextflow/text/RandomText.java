package dev.nextflow.text;

import java.util.Random;

/** Text that tokenizers stumble over: towers of marks, joiners, direction changes, rare planes. */
final class RandomText {

  private static final String[] SNIPPETS = {
    "a red house",
    " ",
    "  ",
    "\n",
    "\t",
    "e\u0301",
    "\u0301\u0316\u0328",
    "\ufdfa",
    "\u200d",
    "\u202e",
    "\u1100\u1161\u11a8",
    "\ud834\udd5e",
    "\ud83d\udc69\u200d\ud83d\ude80",
    "\u212b",
    "\u0f73",
    "'s",
    "'LL",
    "123456",
    "<|",
    "|>",
    "\u3000",
    "\u00a0",
    "\u01c4",
    "\u0130",
    "\u00df",
    "\ufb01"
  };

  private RandomText() {}

  static String of(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(12); parts > 0; parts--) {
      if (random.nextInt(3) == 0) {
        text.append(SNIPPETS[random.nextInt(SNIPPETS.length)]);
      } else {
        text.appendCodePoint(codePoint(random));
      }
    }
    return text.toString();
  }

  private static int codePoint(Random random) {
    int[] bounds = {0x80, 0x800, 0x1_0000, Character.MAX_CODE_POINT + 1};
    while (true) {
      int c = random.nextInt(bounds[random.nextInt(bounds.length)]);
      int type = Character.getType(c);
      if (type != Character.CONTROL && type != Character.SURROGATE) {
        return c;
      }
    }
  }
}
