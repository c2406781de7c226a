package dev.nextflow.tokenizer.images;

/**
 * Resizes with Lanczos' kernel of 3 lobes, widened when shrinking so that every source pixel counts
 * (as Pillow does). Rows and columns one after the other.
 */
final class Resampling {

  private static final int LOBES = 3;

  private Resampling() {}

  /** The whole picture at another size. */
  static Picture resize(Picture source, int width, int height) {
    return resize(
        source,
        Taps.of(0, source.width(), source.width(), width),
        Taps.of(0, source.height(), source.height(), height));
  }

  /** The largest part around the middle that has the new shape, at the new size. */
  static Picture cover(Picture source, int width, int height) {
    double scale = Math.min((double) source.width() / width, (double) source.height() / height);
    double partWidth = width * scale;
    double partHeight = height * scale;
    return resize(
        source,
        Taps.of((source.width() - partWidth) / 2, partWidth, source.width(), width),
        Taps.of((source.height() - partHeight) / 2, partHeight, source.height(), height));
  }

  private static Picture resize(Picture source, Taps[] columns, Taps[] rows) {
    float[] narrowed = new float[source.height() * columns.length * Picture.CHANNELS];
    int firstRow = rows[0].first();
    int endRow = rows[rows.length - 1].end();
    for (int y = firstRow; y < endRow; y++) {
      for (int x = 0; x < columns.length; x++) {
        int at = (y * columns.length + x) * Picture.CHANNELS;
        Taps taps = columns[x];
        for (int i = 0; i < taps.weights().length; i++) {
          int from = (y * source.width() + taps.first() + i) * Picture.CHANNELS;
          for (int c = 0; c < Picture.CHANNELS; c++) {
            narrowed[at + c] += taps.weights()[i] * (source.rgb()[from + c] & 0xff);
          }
        }
      }
    }
    int rowLength = columns.length * Picture.CHANNELS;
    byte[] rgb = new byte[rows.length * rowLength];
    for (int y = 0; y < rows.length; y++) {
      Taps taps = rows[y];
      for (int x = 0; x < rowLength; x++) {
        float sum = 0;
        for (int i = 0; i < taps.weights().length; i++) {
          sum += taps.weights()[i] * narrowed[(taps.first() + i) * rowLength + x];
        }
        rgb[y * rowLength + x] = (byte) Math.clamp(Math.round(sum), 0, 255);
      }
    }
    return new Picture(columns.length, rows.length, rgb);
  }

  /**
   * The source pixels that one target pixel is made of.
   *
   * @param first index of the first
   * @param weights of the first and those after it; their sum is 1
   */
  private record Taps(int first, float[] weights) {

    int end() {
      return first + weights.length;
    }

    /** Taps for the part {@code [start, start+length)} of a side of {@code size} pixels. */
    static Taps[] of(double start, double length, int size, int targetSize) {
      double step = length / targetSize;
      double stretch = Math.max(step, 1);
      Taps[] taps = new Taps[targetSize];
      for (int target = 0; target < targetSize; target++) {
        double centre = start + (target + 0.5) * step;
        int first = Math.max(0, (int) Math.floor(centre - LOBES * stretch));
        int end = Math.min(size, (int) Math.ceil(centre + LOBES * stretch));
        taps[target] = new Taps(first, weights(first, end, centre, stretch));
      }
      return taps;
    }

    private static float[] weights(int first, int end, double centre, double stretch) {
      double[] raw = new double[end - first];
      double sum = 0;
      for (int i = 0; i < raw.length; i++) {
        raw[i] = lanczos((first + i + 0.5 - centre) / stretch);
        sum += raw[i];
      }
      float[] weights = new float[raw.length];
      for (int i = 0; i < raw.length; i++) {
        weights[i] = (float) (raw[i] / sum);
      }
      return weights;
    }

    private static double lanczos(double x) {
      if (x == 0) {
        return 1;
      }
      if (Math.abs(x) >= LOBES) {
        return 0;
      }
      double t = Math.PI * x;
      return LOBES * Math.sin(t) * Math.sin(t / LOBES) / (t * t);
    }
  }
}
