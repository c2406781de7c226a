package dev.nextflow.sequences;

/**
 * Counter-based uniform numbers: the noise of a position depends on (seed, image, scale, position)
 * alone, never on a shared stream, so a picture is the same alone or in a batch, before or after a
 * crash. SplitMix64's finaliser, keyed four times.
 */
public final class Noise {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final float UNIT_OF_24_BITS = 0x1.0p-24f;

  private Noise() {}

  /**
   * One uniform number per position of a scale, each in [0, 1) with 24 random bits.
   *
   * @param image 0-based index of the picture within its job
   * @param scale 1-based
   * @param count number of positions of the scale's grid
   */
  public static float[] uniforms(long seed, int image, int scale, int count) {
    long key = mix(seed + GOLDEN);
    key = mix(key ^ (image + 1) * GOLDEN);
    key = mix(key ^ (scale + 1) * GOLDEN);
    float[] uniforms = new float[count];
    for (int position = 0; position < count; position++) {
      uniforms[position] = (mix(key ^ (position + 1) * GOLDEN) >>> 40) * UNIT_OF_24_BITS;
    }
    return uniforms;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
