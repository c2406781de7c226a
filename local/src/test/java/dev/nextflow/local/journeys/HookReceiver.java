package dev.nextflow.local.journeys;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A tenant's server that takes every webhook. */
final class HookReceiver implements AutoCloseable {

  private final BlockingQueue<Headers> hits = new LinkedBlockingQueue<>();
  private final HttpServer server;

  HookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            hits.add(exchange.getRequestHeaders());
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Headers of the next webhook that comes. */
  Headers next() throws InterruptedException {
    Headers hit = hits.poll(60, TimeUnit.SECONDS);
    if (hit == null) {
      throw new AssertionError("no webhook came");
    }
    return hit;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
