package dev.nextflow.sequences;

import java.util.List;

/**
 * Text and pictures in the order in which a model reads them:
 *
 * <pre>
 * text ids (boi) blocks of the picture before it, from the second on (eoi) text ids ...
 * </pre>
 *
 * @param ids all text ids, {@code <boi>} and {@code <eoi>} of every picture among them
 * @param pictures in their order; empty where the sequence is text
 */
public record MixedSequence(int[] ids, List<GivenPicture> pictures) {

  public MixedSequence {
    pictures = List.copyOf(pictures);
    int free = 0;
    for (GivenPicture picture : pictures) {
      // Both ids of a picture are its own, so that no two pictures share a place.
      if (picture.boi() < free || picture.boi() + 1 >= ids.length) {
        throw new IllegalArgumentException("no picture can stand at " + picture.boi());
      }
      free = picture.boi() + 2;
    }
  }

  /** A sequence without pictures. */
  public static MixedSequence of(int... ids) {
    return new MixedSequence(ids, List.of());
  }

  /** Everything that is read: what the sequence costs, and the room that it takes in a cache. */
  public int tokens() {
    return ids.length + pictures.stream().mapToInt(GivenPicture::innerTokens).sum();
  }
}
