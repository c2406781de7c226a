package dev.nextflow.tokenizer.text;

import static dev.nextflow.tokenizer.problems.Required.required;

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
    if (Boolean.TRUE.equals(request.thinking())) {
      return thinking(request);
    }
    return messages == null
        ? sequence(
            prompts.conditional(request.template(), request.prompt()),
            prompts.unconditional(request.template()))
        : conversation(request.template(), messages);
  }

  /**
   * The answer is left open for the thought, and guidance leads away from what it would without.
   */
  private Sequence thinking(SequenceRequest request) {
    List<@Nullable Message> messages = request.messages();
    int[] said =
        messages == null
            ? prompts.conditional(Conversations.TEMPLATE, request.prompt())
            : conversations.ids(Conversations.TEMPLATE, messages);
    int[] ids = conversations.asking(messages == null ? "prompt" : "messages", said);
    return sequence(
        ids,
        conversations.wordless(Conversations.DRAWING, conversations.places(ids).length),
        ids.length - said.length);
  }

  private Sequence conversation(String template, List<@Nullable Message> messages) {
    int[] ids = conversations.ids(template, messages);
    return sequence(ids, conversations.wordless(template, conversations.places(ids).length));
  }

  private Sequence sequence(int[] conditional, int[] unconditional) {
    return sequence(conditional, unconditional, 0);
  }

  private Sequence sequence(int[] conditional, int[] unconditional, int instructionIds) {
    return new Sequence(
        model.bundle().digest(),
        conditional,
        unconditional,
        conversations.places(conditional),
        conversations.places(unconditional),
        instructionIds);
  }

  /** What a caller wrote, by itself: none of its tokens is special. */
  @PostMapping("/v1/ids")
  Mono<Ids> ids(@RequestBody IdsRequest request) {
    model.requireName(request.model());
    return pool.call(
        () -> new Ids(model.bundle().digest(), CallersText.ids(tokenizer, "text", request.text())));
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
   * @param instructionIds how many of the conditional ids, from the first on, ask for a thought
   */
  record Sequence(
      String digest,
      int[] conditionalIds,
      int[] unconditionalIds,
      int[] pictures,
      int[] unconditionalPictures,
      int instructionIds) {}

  record Text(String text) {}

  /** Of a text alone; {@code digest} names the bundle whose ids these are. */
  record Ids(String digest, int[] ids) {}

  /** A text that is to become ids. */
  record IdsRequest(String model, String text) {

    IdsRequest {
      required("model", model);
      required("text", text);
    }
  }
}
