package dev.nextflow.tokenizer.images;

import java.util.Arrays;
import java.util.Random;

/** Damages files as networks, disks and attackers do. */
final class Mutations {

  private Mutations() {}

  /** A copy with one to eight changes: bytes flipped, runs zeroed, repeated or cut off. */
  static byte[] of(byte[] file, Random random) {
    byte[] bytes = file.clone();
    for (int changes = 1 + random.nextInt(8); changes > 0 && bytes.length > 1; changes--) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
      switch (random.nextInt(6)) {
        case 0, 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 3 -> Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0 : 0xff));
        case 4 ->
            bytes =
                Pictures.concat(
                    Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
        default -> bytes = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      }
    }
    return bytes;
  }
}
