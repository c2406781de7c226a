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
    int[] ids = ids(request);
    return new Sequence(
        model.bundle().digest(),
        ids,
        prompts.unconditional(request.template()),
        request.template().equals(Conversations.TEMPLATE) ? conversations.places(ids) : new int[0]);
  }

  private int[] ids(SequenceRequest request) {
    List<@Nullable Message> messages = request.messages();
    int[] before = request.before();
    if (messages != null) {
      return conversations.ids(before == null ? Before.NOTHING : new Before(before), messages);
    }
    return before == null
        ? prompts.conditional(request.template(), request.prompt())
        : conversations.ids(new Before(before), request.prompt());
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
   * What a job is made of: the prompt's sequence, and the same without the prompt.
   *
   * @param pictures indexes of the {@code <boi>} of each picture that was shown, in their order
   */
  record Sequence(String digest, int[] conditionalIds, int[] unconditionalIds, int[] pictures) {}

  record Text(String text) {}
}
