package dev.nextflow.tokenizer.text;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;
import dev.nextflow.tokenizer.CpuPool;
import dev.nextflow.tokenizer.ServedModel;
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
    return pool.call(() ->
        new Sequence(
            model.bundle().digest(),
            conditional(request),
            prompts.unconditional(request.template())));
  }

  private int[] conditional(SequenceRequest request) {
    return request.messages() == null
        ? prompts.conditional(request.template(), request.prompt())
        : conversations.ids(request.messages());
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

  /** What a job is made of: the prompt's sequence, and the same without the prompt. */
  record Sequence(String digest, int[] conditionalIds, int[] unconditionalIds) {}

  record Text(String text) {}
}
