package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.DrawnPictures;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.intake.Models.StaleModel;
import dev.nextflow.gateway.outbound.NotFetched;
import dev.nextflow.gateway.outbound.PublicFiles;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes codes of the pictures in a question, one after the other, so that a request never holds
 * more than one thread of the tokenizer-service. Duties:
 *
 * <ol>
 *   <li>fetch what lies elsewhere, as any stranger could;
 *   <li>have a file encoded, and name its place where it is refused;
 *   <li>take the codes of a picture that was drawn here from its job: nothing is encoded twice;
 *   <li>hand out codes of the model that is asked, and of no other.
 * </ol>
 */
@Component
class PictureReader {

  /** What a server calls a file is not asked: its bytes tell. */
  private static final String ANY_BYTES = "application/octet-stream";

  private static final String NOT_FETCHED =
      "url must lead to a file that a public address gives out whole, in time and not too large";

  private final TokenizerClient tokenizer;
  private final TenantJobs jobs;
  private final PublicFiles files;

  PictureReader(TokenizerClient tokenizer, TenantJobs jobs, PublicFiles files) {
    this.tokenizer = tokenizer;
    this.jobs = jobs;
    this.files = files;
  }

  /** The pictures, in their order. Ends with the problem of the first that can't be read. */
  Mono<List<ReadPicture>> read(String tenant, Model model, List<Part.Shown> pictures) {
    return Flux.fromIterable(pictures)
        .concatMap(picture -> read(tenant, model, picture))
        .collectList();
  }

  private Mono<ReadPicture> read(String tenant, Model model, Part.Shown picture) {
    return switch (picture.source()) {
      case PictureSource.Sent(byte[] file, String mediaType) ->
          encoded(model, picture.field(), file, mediaType);
      case PictureSource.Elsewhere(String url) ->
          fetched(picture.field(), url)
              .flatMap(file -> encoded(model, picture.field(), file, ANY_BYTES));
      case PictureSource.Drawn drawn -> drawn(tenant, model, picture.field(), drawn);
    };
  }

  private Mono<byte[]> fetched(String field, String url) {
    Rules rules = new Rules();
    files.check(url, rules);
    try {
      rules.enforce();
    } catch (ProblemException broken) {
      return Mono.error(
          ProblemException.invalid(field, "url " + broken.problem().errors().getFirst().rule()));
    }
    return files
        .fetch(url)
        .onErrorMap(
            NotFetched.class, _ -> problem(ProblemType.INVALID_PICTURE, field, NOT_FETCHED));
  }

  private Mono<ReadPicture> encoded(Model model, String field, byte[] file, String mediaType) {
    return tokenizer
        .codes(model, file, mediaType)
        .onErrorMap(
            ProblemException.class,
            refused ->
                refused.problem().errors().stream()
                    .filter(error -> error.field().equals(TokenizerClient.PICTURE))
                    .findFirst()
                    .map(error -> problem(ProblemType.INVALID_PICTURE, field, error.rule()))
                    .orElse(refused))
        .doOnNext(made -> {
          // Encoded by a bundle that came in the meantime: all begins again with that one.
          if (!made.digest().equals(model.digest())) {
            throw new StaleModel();
          }
        });
  }

  private Mono<ReadPicture> drawn(
      String tenant, Model model, String field, PictureSource.Drawn wanted) {
    return jobs.pictures(new Tenant(tenant), wanted.job())
        .onErrorMap(
            failure ->
                failure instanceof ProblemException refused
                    && refused.problem().code().equals(ProblemType.NOT_FOUND.code()),
            _ ->
                problem(
                    ProblemType.NOT_FOUND, field + ".job", "unknown job, or one without pictures"))
        .map(job -> picture(job, model, field, wanted.index()));
  }

  private static ReadPicture picture(DrawnPictures source, Model model, String field, long index) {
    if (index < 0 || index >= source.most()) {
      throw ProblemException.invalid(field + ".index", "must be 0.." + (source.most() - 1));
    }
    if (!source.digest().equals(model.digest())) {
      throw ProblemException.invalid(
          field + ".job", "must have drawn with the bundle that the model has now");
    }
    List<ScaleCodes> drawn = source.picture((int) index);
    if (drawn.size() < source.schedule().level()) {
      boolean over = source.job().state().terminal();
      throw problem(
          over ? ProblemType.JOB_FINISHED : ProblemType.NOT_DRAWN_YET,
          field + ".job",
          "must have drawn the whole picture");
    }
    return new ReadPicture(source.digest(), source.schedule(), drawn);
  }

  private static ProblemException problem(ProblemType type, String field, String rule) {
    return ProblemException.of(type, new FieldError(field, rule));
  }
}
