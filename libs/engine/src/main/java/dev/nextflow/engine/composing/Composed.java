package dev.nextflow.engine.composing;

import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;

/** What is known of an answer: tokens that were chosen, and pictures that they opened. Numbers. */
final class Composed {

  private final int boi;
  private final int level;
  private final List<Integer> tokens;
  private final List<List<ScaleCodes>> pictures = new ArrayList<>();

  Composed(ComposeRequest request, int boi) {
    this.boi = boi;
    this.level = request.schedule().level();
    this.tokens = new ArrayList<>(request.written());
    request.drawn().forEach(codes -> pictures.add(new ArrayList<>(codes)));
    while (pictures.size() < opened()) {
      pictures.add(new ArrayList<>());
    }
  }

  int size() {
    return tokens.size();
  }

  int token(int index) {
    return tokens.get(index);
  }

  void add(int token) {
    tokens.add(token);
    if (token == boi) {
      pictures.add(new ArrayList<>());
    }
  }

  boolean endsIn(int token) {
    return !tokens.isEmpty() && tokens.getLast() == token;
  }

  /** Whether the last token has opened a picture that is not whole. */
  boolean lacksScales() {
    return endsIn(boi) && pictures.getLast().size() < level;
  }

  /** Scales of a picture that are known. */
  int scales(int picture) {
    return pictures.get(picture).size();
  }

  ScaleCodes codes(int picture, int scale) {
    return pictures.get(picture).get(scale - 1);
  }

  void add(int picture, ScaleCodes codes) {
    pictures.get(picture).add(codes);
  }

  private int opened() {
    return (int) tokens.stream().filter(token -> token == boi).count();
  }
}
