package dev.nextflow.generation.composing;

import dev.nextflow.engine.composing.ComposedStep;
import dev.nextflow.jobs.Progress;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer as it grows: its tokens and codes, how many of them are already told, and whether it
 * may go on. Not thread-safe.
 */
public final class Answer {

  /** Often enough to read along, seldom enough to cost little beside a token. */
  private static final int TOKENS_PER_REPORT = 8;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CompositionWork work;
  private final Tokens tokens;
  private final List<Integer> ids;
  private final List<List<ScaleCodes>> pictures = new ArrayList<>();
  private int imageTokens;
  private int reported;

  private Answer(CompositionWork work, Tokens tokens, ComposedAnswer begun) {
    this.work = work;
    this.tokens = tokens;
    this.ids = new ArrayList<>(begun.ids());
    begun.pictures().forEach(codes -> pictures.add(new ArrayList<>(codes)));
    this.imageTokens = begun.imageTokens();
    this.reported = ids.size();
  }

  /** Takes up what a checkpoint holds. */
  public static Answer of(CompositionWork work, Tokens tokens, Map<String, String> checkpoint) {
    ComposedAnswer stored = ComposedAnswer.of(work, checkpoint);
    return new Answer(work, tokens, stored.upToFirstGap(tokens.boi(), work.schedule().level()));
  }

  /** What there is of it. */
  public ComposedAnswer soFar() {
    return new ComposedAnswer(ids, pictures);
  }

  /** Tokens chosen and codes drawn. */
  public long tokensDone() {
    return ids.size() + (long) imageTokens;
  }

  /** Whether anything of it can be delivered: a text, or a whole picture. */
  public boolean hasParts() {
    return !result(FinishReason.FAILED).parts().isEmpty();
  }

  /** Whether a picture is open and not whole. */
  public boolean isInPicture() {
    return endsIn(tokens.boi()) && scalesOfLast() < work.schedule().level();
  }

  /** Why it can't go on; empty while it can. */
  public Optional<FinishReason> end() {
    if (isInPicture()) {
      int left = work.schedule().codes() - work.schedule().codesThrough(scalesOfLast());
      return work.hasRoom(tokensDone(), left) ? Optional.empty() : Optional.of(FinishReason.BUDGET);
    }
    if (endsIn(tokens.imEnd())) {
      return Optional.of(FinishReason.STOP);
    }
    if (ids.size() >= work.maxTokens()) {
      return Optional.of(FinishReason.LENGTH);
    }
    return work.hasRoom(tokensDone(), 1) ? Optional.empty() : Optional.of(FinishReason.BUDGET);
  }

  private boolean endsIn(int token) {
    return !ids.isEmpty() && ids.getLast() == token;
  }

  private int opened() {
    return (int) ids.stream().filter(id -> id == tokens.boi()).count();
  }

  private int scalesOfLast() {
    int opened = opened();
    return opened > pictures.size() ? 0 : pictures.get(opened - 1).size();
  }

  /** Takes a step of the engine. Returns what to store and tell now; empty where it can wait. */
  public Optional<Progress> add(ComposedStep step) {
    return switch (step) {
      case ComposedStep.Token(int id) -> {
        ids.add(id);
        boolean now = !tokens.isText(id) || unreported() >= TOKENS_PER_REPORT;
        yield now || end().isPresent() ? report() : Optional.empty();
      }
      case ComposedStep.Scale(int picture, int scale, ScaleCodes codes) -> {
        if (scale == 1) {
          pictures.add(new ArrayList<>());
        }
        pictures.get(picture).add(codes);
        imageTokens += codes.size();
        yield Optional.of(told(picture, scale, codes));
      }
    };
  }

  private int unreported() {
    return ids.size() - reported;
  }

  /** What of the text was not stored and told yet; from here on it counts as told. */
  public Optional<Progress> report() {
    if (unreported() == 0) {
      return Optional.empty();
    }
    List<Integer> news = ids.subList(reported, ids.size()).stream().filter(tokens::isText).toList();
    reported = ids.size();
    return Optional.of(
        new Progress(
            Map.of(ComposedAnswer.IDS, JSON.writeValueAsString(ids)),
            TextEvent.TYPE,
            JSON.writeValueAsString(new TextEvent(news, tokensDone())),
            tokensDone(),
            end().isPresent()));
  }

  private Progress told(int picture, int scale, ScaleCodes codes) {
    ScaleEvent event =
        new ScaleEvent(picture, scale, work.schedule().level(), tokensDone(), work.mostTokens());
    return new Progress(
        ComposedAnswer.field(picture, scale, codes),
        ScaleEvent.TYPE,
        JSON.writeValueAsString(event),
        tokensDone(),
        end().isPresent());
  }

  /** The whole, once it has ended. */
  public CompositionResult result(FinishReason reason) {
    return CompositionResult.of(work, soFar(), tokens, reason);
  }
}
