package dev.nextflow.tokenizer.images;

import static dev.nextflow.tokenizer.problems.Required.required;

import dev.nextflow.engine.pictures.PictureEngine;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import dev.nextflow.tokenizer.CpuPool;
import dev.nextflow.tokenizer.ServedModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pictures to codes. */
@RestController
class CodesController {

  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
  private static final Pattern GRID = Pattern.compile("(\\d{1,3})x(\\d{1,3})");
  private static final Pattern LEVEL = Pattern.compile("\\d{1,2}");

  private final ServedModel model;
  private final PictureEngine engine;
  private final CpuPool pool;

  CodesController(ServedModel model, PictureEngine engine, @Qualifier("imagePool") CpuPool pool) {
    this.model = model;
    this.engine = engine;
    this.pool = pool;
  }

  /**
   * Codes of the picture in the body: its largest middle part with the shape of the schedule, at
   * the schedule's size.
   *
   * @param level null where there is no grid either: then the nearest schedule is taken
   * @param grid full grid, rows x columns, such as 64x64
   */
  @PostMapping(
      path = "/v1/codes",
      consumes = {"image/*", "application/octet-stream"})
  Mono<Codes> codes(
      @RequestParam("model") String name,
      @RequestParam(name = "level", required = false) @Nullable String level,
      @RequestParam(name = "grid", required = false) @Nullable String grid,
      ServerHttpRequest request) {
    model.requireName(name);
    ScaleSchedule schedule =
        level == null && grid == null
            ? null
            : model.schedule(
                "grid", readGrid(required("grid", grid)), readLevel(required("level", level)));
    MediaType type = request.getHeaders().getContentType();
    return DataBufferUtils.join(limited(request.getBody()))
        .map(CodesController::bytes)
        .defaultIfEmpty(new byte[0])
        .flatMap(file -> pool.call(() -> encode(file, type, schedule)));
  }

  private Codes encode(byte[] file, @Nullable MediaType type, @Nullable ScaleSchedule wanted) {
    Picture admitted = ImageGate.admit(file);
    requireType(file, type);
    ScaleSchedule schedule = wanted == null ? NearestSchedule.of(model.bundle(), admitted) : wanted;
    Picture picture = Resampling.cover(admitted, schedule.widthPx(), schedule.heightPx());
    return new Codes(model.bundle().digest(), schedule, engine.encode(picture.rgb(), schedule));
  }

  /** Bytes without a media type of their own are what they look like. */
  private static void requireType(byte[] file, @Nullable MediaType type) {
    if (type != null
        && type.isConcrete()
        && type.getType().equals("image")
        && !type.equalsTypeAndSubtype(PictureHeader.read(file).format().mediaType())) {
      throw PictureRule.TYPE.broken();
    }
  }

  /** Counts for itself: the limit of {@code join} releases the buffer that breaks it twice. */
  private static Flux<DataBuffer> limited(Flux<DataBuffer> body) {
    return Flux.defer(() -> {
      AtomicInteger bytes = new AtomicInteger();
      return body.handle((buffer, sink) -> {
        if (bytes.addAndGet(buffer.readableByteCount()) > MAX_BODY_BYTES) {
          DataBufferUtils.release(buffer);
          sink.error(ProblemException.of(ProblemType.BODY_TOO_LARGE));
        } else {
          sink.next(buffer);
        }
      });
    });
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static int readLevel(String text) {
    if (!LEVEL.matcher(text).matches()) {
      throw ProblemException.invalid("level", "must be an integer");
    }
    return Integer.parseInt(text);
  }

  private static Grid readGrid(String text) {
    Matcher sides = GRID.matcher(text);
    try {
      if (sides.matches()) {
        return new Grid(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the rule: out of range is as wrong as any other text.
    }
    throw ProblemException.invalid("grid", "must be rows x columns, such as 64x64");
  }

  /**
   * What a picture became.
   *
   * @param digest of the bundle whose codes these are
   * @param schedule that it was encoded in
   * @param codes base64, scale 1 first
   */
  record Codes(String digest, ScaleSchedule schedule, List<ScaleCodes> codes) {}
}
