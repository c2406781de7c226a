package dev.nextflow.tokenizer.text;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;
import dev.nextflow.tokenizer.CpuPool;
import dev.nextflow.tokenizer.ServedModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Prompts and conversations to sequences, ids to text. */
@RestController
class TextController {

  private final ServedModel model;
  private final Prompts prompts;
  private final Conversations conversations;
  private final TextTokenizer tokenizer;
  private final CpuPool pool;

  TextController(
      ServedModel model,
      Prompts prompts,
      Conversations conversations,
      TextTokenizer tokenizer,
      @Qualifier("textPool") CpuPool pool) {
    this.model = model;
    this.prompts = prompts;
    this.conversations = conversations;
    this.tokenizer = tokenizer;
    this.pool = pool;
  }

  @PostMapping("/v1/sequences")
  Mono<Sequence> sequence(@RequestBody SequenceRequest request) {
    model.requireName(request.model());
    return pool.call(() -> made(request));
  }

  private Sequence made(SequenceRequest request) {
    List<@Nullable Message> messages = request.messages();
    String template = request.template();
    if (messages == null && request.before() == null) {
      return new Sequence(
          model.bundle().digest(),
          prompts.conditional(template, request.prompt()),
          prompts.unconditional(template),
          new int[0],
          new int[0]);
    }
    Before before = request.before() == null ? Before.NOTHING : new Before(request.before());
    return conversation(
        template,
        messages == null
            ? conversations.ids(template, before, request.prompt())
            : conversations.ids(template, before, messages));
  }

  private Sequence conversation(String template, int[] ids) {
    int[] kept = conversations.kept(ids);
    int[] unconditional = conversations.wordless(template, kept.length);
    int[] places = conversations.places(ids);
    int[] unconditionalPlaces = conversations.places(unconditional);
    return new Sequence(
        model.bundle().digest(),
        ids,
        unconditional,
        places,
        IntStream.of(places)
            .map(place -> Arrays.binarySearch(kept, place))
            .map(number -> number < 0 ? Sequence.NOWHERE : unconditionalPlaces[number])
            .toArray());
  }

  @PostMapping("/v1/texts")
  Mono<Text> text(@RequestBody TextRequest request) {
    model.requireName(request.model());
    return pool.call(() -> new Text(decode(request.ids())));
  }

  private String decode(int[] ids) {
    try {
      return tokenizer.decode(ids);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("ids", String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a job is made of: the sequence of what was said and shown, and of what was shown alone.
   *
   * @param pictures indexes of the {@code <boi>} of each picture that was shown, in their order
   * @param unconditionalPictures likewise in the unconditional sequence; {@link #NOWHERE} of one
   *     that does not stand there
   */
  record Sequence(
      String digest,
      int[] conditionalIds,
      int[] unconditionalIds,
      int[] pictures,
      int[] unconditionalPictures) {

    static final int NOWHERE = -1;
  }

  record Text(String text) {}
}
