package dev.nextflow.tokenizer.images;

import dev.nextflow.engine.pictures.PictureEngine;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.tokenizer.CpuPool;
import dev.nextflow.tokenizer.ServedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Codes to pictures. The same request gives the same bytes. */
@RestController
class RenderingController {

  private final ServedModel model;
  private final PictureEngine engine;
  private final CpuPool pool;

  RenderingController(
      ServedModel model, PictureEngine engine, @Qualifier("imagePool") CpuPool pool) {
    this.model = model;
    this.engine = engine;
    this.pool = pool;
  }

  @PostMapping("/v1/renderings")
  Mono<ResponseEntity<byte[]>> render(@RequestBody RenderingRequest request) {
    model.requireDigest(request.digest());
    ScaleSchedule schedule = model.schedule("fullGrid", request.fullGrid().grid(), request.level());
    List<ScaleCodes> codes =
        CodeChecks.read(request.codes(), schedule, model.bundle().model().visualVocabSize());
    requireNoEnlarging(request.width(), schedule);
    return pool.call(() ->
        ResponseEntity.ok()
            .contentType(request.format().mediaType())
            .body(
                PictureEncoder.encode(
                    sized(decode(schedule, codes), request.width()),
                    request.format(),
                    request.quality())));
  }

  private static void requireNoEnlarging(@Nullable Integer width, ScaleSchedule schedule) {
    if (width != null && (width < 1 || width > schedule.widthPx())) {
      throw ProblemException.invalid("width", "must be 1.." + schedule.widthPx());
    }
  }

  private Picture decode(ScaleSchedule schedule, List<ScaleCodes> codes) {
    return new Picture(schedule.widthPx(), schedule.heightPx(), engine.decode(schedule, codes));
  }

  private static Picture sized(Picture picture, @Nullable Integer width) {
    if (width == null || width == picture.width()) {
      return picture;
    }
    long height = Math.round((double) picture.height() * width / picture.width());
    return Resampling.resize(picture, width, (int) Math.max(1, height));
  }
}
