package dev.nextflow.tokenizer.text;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;
import dev.nextflow.tokenizer.CpuPool;
import dev.nextflow.tokenizer.ServedModel;
import java.util.List;
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
    return messages == null
        ? sequence(
            prompts.conditional(request.template(), request.prompt()),
            prompts.unconditional(request.template()))
        : conversation(request.template(), messages);
  }

  private Sequence conversation(String template, List<@Nullable Message> messages) {
    int[] ids = conversations.ids(template, messages);
    return sequence(ids, conversations.wordless(template, conversations.places(ids).length));
  }

  private Sequence sequence(int[] conditional, int[] unconditional) {
    return new Sequence(
        model.bundle().digest(),
        conditional,
        unconditional,
        conversations.places(conditional),
        conversations.places(unconditional));
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
   * @param unconditionalPictures likewise in the unconditional sequence
   */
  record Sequence(
      String digest,
      int[] conditionalIds,
      int[] unconditionalIds,
      int[] pictures,
      int[] unconditionalPictures) {}

  record Text(String text) {}
}
