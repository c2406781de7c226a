package dev.nextflow.engine.drawing;

import dev.nextflow.engine.fixtures.Parity;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;

/** Four requests that differ in prompt, length of prompt, seed, image and sampling. */
final class BatchOfFour {

  private BatchOfFour() {}

  static List<DrawRequest> requests(boolean guided) {
    ScaleSchedule schedule = TinyBundle.bundle().schedule(new Grid(64, 64), 6);
    int[] unconditional = Parity.tiny().drawings().getFirst().unconditionalIds();
    List<DrawRequest> requests = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      requests.add(
          new DrawRequest(
              prompt(i),
              unconditional,
              schedule,
              1000 + i,
              i % 2,
              new Sampling(guided ? 1.5 + i : 0, 0.7 + 0.2 * i, 20 + 10 * i, 1 - 0.1 * i),
              List.of()));
    }
    return requests;
  }

  /** Arbitrary text of 3 + 7i tokens and the end every prompt has. */
  private static int[] prompt(int i) {
    int[] ids = new int[4 + 7 * i];
    for (int token = 0; token < ids.length; token++) {
      ids[token] = (37 * token + 11 * i) % 300;
    }
    ids[ids.length - 1] = TinyBundle.bundle().specialTokens().boi();
    return ids;
  }
}
