package dev.nextflow.local.journeys;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nextflow.testing.Eventually;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A collector of traces, as OTLP over HTTP has it; it keeps what it gets, byte for byte. */
final class OtlpReceiver implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** A span, and the service that it comes from. */
  record Received(String service, Span span) {

    String name() {
      return span.getName();
    }

    String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String id() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    /** Empty where it is the first of its trace. */
    String parent() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    /** Text of an attribute; empty where there is none. */
    String said(String key) {
      return span.getAttributesList().stream()
          .filter(each -> each.getKey().equals(key))
          .map(KeyValue::getValue)
          .map(value -> value.getStringValue())
          .findFirst()
          .orElse("");
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  /** Waits for a span. */
  Received await(String what, Predicate<Received> wanted) {
    return Eventually.get(what, SOON, () -> spans().filter(wanted).findFirst());
  }

  Stream<Received> spans() {
    return bodies.stream()
        .map(OtlpReceiver::parsed)
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(OtlpReceiver::ofService);
  }

  /** All that came, as text; what is no text in it stands as odd signs. */
  String everything() {
    return bodies.stream()
        .map(body -> new String(body, StandardCharsets.ISO_8859_1))
        .reduce("", String::concat);
  }

  private static Stream<Received> ofService(ResourceSpans spans) {
    String service =
        spans.getResource().getAttributesList().stream()
            .filter(each -> each.getKey().equals("service.name"))
            .map(each -> each.getValue().getStringValue())
            .findFirst()
            .orElse("");
    return spans.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> new Received(service, span));
  }

  private static ExportTraceServiceRequest parsed(byte[] body) {
    try {
      return ExportTraceServiceRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      bodies.add(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
