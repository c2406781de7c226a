package dev.nextflow.engine.transformer;

import java.util.ArrayList;
import java.util.List;

/** What two sequences share, and where one can be cut. Numbers of tokens; pure. */
public final class Pieces {

  private Pieces() {}

  /** All of them together. */
  public static int tokens(List<Piece> pieces) {
    return pieces.stream().mapToInt(Piece::tokens).sum();
  }

  /** Sequence positions of the first tokens, which end between two ids or two pieces. */
  static int positions(List<Piece> pieces, int tokens) {
    int positions = 0;
    int left = tokens;
    for (Piece piece : pieces) {
      if (left < piece.tokens()) {
        return positions + left; // Within a text.
      }
      positions += piece.positions();
      left -= piece.tokens();
    }
    return positions;
  }

  /**
   * How many tokens two sequences begin with alike: ids, what they open, and whole scales that are
   * made of the same codes. Where they are cut into texts does not matter.
   */
  static int shared(List<Piece> one, List<Piece> other) {
    int shared = 0;
    int i = 0;
    int j = 0;
    int at = 0; // Within the text of one.
    int otherAt = 0;
    while (i < one.size() && j < other.size()) {
      int same = sharedAt(one.get(i), at, other.get(j), otherAt);
      if (same == 0) {
        return shared;
      }
      shared += same;
      at += same;
      otherAt += same;
      if (at == one.get(i).tokens()) {
        i++;
        at = 0;
      }
      if (otherAt == other.get(j).tokens()) {
        j++;
        otherAt = 0;
      }
    }
    return shared;
  }

  private static int sharedAt(Piece one, int at, Piece other, int otherAt) {
    if (one instanceof Piece.Text text && other instanceof Piece.Text otherText) {
      int same = 0;
      while (at + same < text.tokens()
          && otherAt + same < otherText.tokens()
          && text.ids()[at + same] == otherText.ids()[otherAt + same]
          && text.opens(at + same) == otherText.opens(otherAt + same)) {
        same++;
      }
      return same;
    }
    return one.equals(other) ? one.tokens() : 0;
  }

  /** As many whole pieces, from the first on, as have no more than so many tokens; their tokens. */
  static int whole(List<Piece> pieces, int tokens) {
    int whole = 0;
    for (Piece piece : pieces) {
      if (whole + piece.tokens() > tokens) {
        return whole;
      }
      whole += piece.tokens();
    }
    return whole;
  }

  /** What comes after the first tokens, which end between two ids or two pieces. */
  public static List<Piece> after(List<Piece> pieces, int tokens) {
    List<Piece> rest = new ArrayList<>();
    int left = tokens;
    for (Piece piece : pieces) {
      if (left >= piece.tokens()) {
        left -= piece.tokens();
      } else {
        rest.add(left > 0 ? ((Piece.Text) piece).after(left) : piece);
        left = 0;
      }
    }
    return rest;
  }
}
