package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.DrawnPictures;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.intake.Models.StaleModel;
import dev.nextflow.gateway.outbound.NotFetched;
import dev.nextflow.gateway.outbound.PublicFiles;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes codes of the pictures in a request, one after the other, so that a request never holds more
 * than one thread of the tokenizer-service. Duties:
 *
 * <ol>
 *   <li>fetch what lies elsewhere, as any stranger could;
 *   <li>have a file encoded, and name its place where it is refused;
 *   <li>take the codes of a picture that was drawn here from its job: nothing is encoded twice;
 *   <li>hand out codes of the model that is asked, and of no other;
 *   <li>where a picture is to follow, have them all in its one schedule: what is drawn has the size
 *       of what is shown. Files are encoded in it; codes can't be changed, so they decide it.
 * </ol>
 */
@Component
class PictureReader {

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
    return all(tenant, model, pictures, null);
  }

  /**
   * The pictures, in their order, all in one schedule.
   *
   * @param wanted null: that of the first picture that was drawn here, or, where all are files, the
   *     one that is nearest to the first
   */
  Mono<List<ReadPicture>> readAlike(
      String tenant, Model model, List<Part.Shown> pictures, @Nullable ScaleSchedule wanted) {
    if (wanted != null || pictures.isEmpty()) {
      return all(tenant, model, pictures, wanted);
    }
    Part.Shown leader =
        pictures.stream()
            .filter(picture -> picture.source() instanceof PictureSource.Drawn)
            .findFirst()
            .orElse(pictures.getFirst());
    return read(tenant, model, leader, null)
        .flatMap(led ->
            Flux.fromIterable(pictures)
                .concatMap(picture ->
                    picture == leader
                        ? Mono.just(led)
                        : read(tenant, model, picture, led.schedule()))
                .collectList());
  }

  private Mono<List<ReadPicture>> all(
      String tenant, Model model, List<Part.Shown> pictures, @Nullable ScaleSchedule wanted) {
    return Flux.fromIterable(pictures)
        .concatMap(picture -> read(tenant, model, picture, wanted))
        .collectList();
  }

  private Mono<ReadPicture> read(
      String tenant, Model model, Part.Shown picture, @Nullable ScaleSchedule wanted) {
    return switch (picture.source()) {
      case PictureSource.Sent(byte[] file, String mediaType) ->
          encoded(model, picture.field(), file, mediaType, wanted);
      case PictureSource.Elsewhere(String url) ->
          fetched(tenant, picture.field(), url)
              // What a server calls a file is not asked.
              .flatMap(
                  file -> encoded(model, picture.field(), file, PictureSource.ANY_BYTES, wanted));
      case PictureSource.Drawn drawn ->
          drawn(tenant, model, picture.field(), drawn)
              .doOnNext(read -> checkSchedule(read, picture.field(), wanted));
    };
  }

  private static void checkSchedule(
      ReadPicture drawn, String field, @Nullable ScaleSchedule wanted) {
    if (wanted != null && !drawn.schedule().equals(wanted)) {
      throw ProblemException.invalid(
          field + ".job",
          "must have drawn in the size of the picture that is asked for, which is %s, not %s"
              .formatted(described(wanted), described(drawn.schedule())));
    }
  }

  private static String described(ScaleSchedule schedule) {
    return "%dx%d at level %d".formatted(schedule.widthPx(), schedule.heightPx(), schedule.level());
  }

  private Mono<byte[]> fetched(String tenant, String field, String url) {
    Rules rules = new Rules();
    files.check(url, rules);
    try {
      rules.enforce();
    } catch (ProblemException broken) {
      return Mono.error(
          ProblemException.invalid(field, "url " + broken.problem().errors().getFirst().rule()));
    }
    return files
        .fetch(tenant, url)
        .onErrorMap(
            NotFetched.class, _ -> problem(ProblemType.INVALID_PICTURE, field, NOT_FETCHED));
  }

  private Mono<ReadPicture> encoded(
      Model model, String field, byte[] file, String mediaType, @Nullable ScaleSchedule wanted) {
    return tokenizer
        .codes(model, file, mediaType, wanted)
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
