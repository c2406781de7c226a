package dev.nextflow.gateway.openai;

import dev.nextflow.sequences.Sha256;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A form of fields and files, in the order in which they came. Refused as soon as it is too large,
 * however much more would come.
 */
record EditForm(List<Entry> entries) {

  /**
   * What the tokenizer-service takes for one picture. All of a form lies in memory at once, so that
   * OpenAI's 50 MB would be so much for each caller.
   */
  static final int MAX_BYTES = 16 << 20;

  /** More than there are parameters. */
  private static final int MAX_PARTS = 64;

  private static final int MAX_PART_HEADER_BYTES = 8 << 10;

  /**
   * One part.
   *
   * @param mediaType what the caller says that a file is; null: this is a field
   */
  record Entry(String name, byte[] bytes, @Nullable String mediaType) {

    boolean isFile() {
      return mediaType != null;
    }

    /** What a field says. */
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  EditForm {
    entries = List.copyOf(entries);
  }

  /** Reads a request's body; ends with the problem where it is no form, or too large. */
  static Mono<EditForm> read(ServerHttpRequest request) {
    DefaultPartHttpMessageReader reader = new DefaultPartHttpMessageReader();
    reader.setMaxInMemorySize(MAX_BYTES);
    reader.setMaxHeadersSize(MAX_PART_HEADER_BYTES);
    reader.setMaxParts(MAX_PARTS);
    return DataBufferUtils.join(bounded(request.getBody()))
        .flatMapMany(body ->
            reader.read(
                ResolvableType.forClass(Part.class),
                new Whole(request.getHeaders(), Flux.just(body)),
                Map.of()))
        .concatMap(EditForm::entry)
        .collectList()
        .map(EditForm::new)
        .onErrorMap(
            DecodingException.class,
            _ -> ProblemException.invalid("body", "must be a form of fields and files"));
  }

  private static Mono<Entry> entry(Part part) {
    return DataBufferUtils.join(part.content())
        .map(EditForm::bytes)
        .defaultIfEmpty(new byte[0])
        .map(bytes -> new Entry(part.name(), bytes, mediaType(part)));
  }

  private static @Nullable String mediaType(Part part) {
    if (part instanceof FormFieldPart) {
      return null;
    }
    String said = part.headers().getFirst(HttpHeaders.CONTENT_TYPE);
    return said == null ? MediaType.APPLICATION_OCTET_STREAM_VALUE : said;
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  /**
   * What an Idempotency-Key stands for: names and contents. The boundary between the parts, which
   * clients make up anew for each try, is no part of it.
   */
  byte[] meaning() {
    Sha256 hash = new Sha256().add("form\n");
    for (Entry entry : entries) {
      hash.add(entry.name() + "\n" + entry.isFile() + "\n").add(Sha256.hexOf(entry.bytes()));
    }
    return hash.hex().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "EditForm[" + entries.size() + " parts]";
  }

  /** The same body, which breaks off where it is too large. */
  private static Flux<DataBuffer> bounded(Flux<DataBuffer> body) {
    return Flux.defer(() -> {
      AtomicInteger bytes = new AtomicInteger();
      return body.handle((buffer, sink) -> {
        if (bytes.addAndGet(buffer.readableByteCount()) > MAX_BYTES) {
          DataBufferUtils.release(buffer);
          sink.error(ProblemException.of(ProblemType.BODY_TOO_LARGE));
        } else {
          sink.next(buffer);
        }
      });
    });
  }

  /** A body that is there already: its parts can't break off one after the other. */
  private record Whole(HttpHeaders headers, Flux<DataBuffer> body)
      implements ReactiveHttpInputMessage {

    @Override
    public Flux<DataBuffer> getBody() {
      return body;
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }
  }
}
