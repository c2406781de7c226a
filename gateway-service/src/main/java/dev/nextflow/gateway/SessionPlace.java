package dev.nextflow.gateway;

import dev.nextflow.sequences.GivenPicture;
import java.util.List;

/**
 * Where the next turn of a session begins: behind the tokens of all turns that were answered.
 *
 * @param model name of the session's model
 * @param digest of the bundle whose tokens these are
 * @param ids text ids of the turns so far; of a picture that was drawn last, up to its {@code
 *     <boi>}; empty before the first
 * @param pictures what stands between the ids, in their order
 */
public record SessionPlace(
    SessionTurn turn, String model, String digest, int[] ids, List<GivenPicture> pictures) {

  public SessionPlace {
    pictures = List.copyOf(pictures);
  }
}
