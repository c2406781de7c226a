package dev.nextflow.local.platform;

import dev.nextflow.gateway.GatewayApplication;
import dev.nextflow.generation.GenerationApplication;
import dev.nextflow.tokenizer.TokenizerApplication;
import dev.nextflow.understanding.UnderstandingApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The four services and what each is told.
 *
 * @param bundle the one model
 * @param redisPort where the queue lives
 * @param tokenizerPort where the gateway finds the tokenizer-service
 * @param gatewayPort of the HTTP API
 */
record Services(Path bundle, int redisPort, int tokenizerPort, int gatewayPort) {

  /**
   * Starts all at once: none needs another before its first request. In the order of this list they
   * are pushed, so the gateway stops first and the tokenizer-service last.
   *
   * @throws RuntimeException the first failure; what did start is in {@code started}
   */
  void startInto(Deque<AutoCloseable> started) throws InterruptedException {
    List<ServiceContext> services =
        List.of(
            new ServiceContext(TokenizerApplication.class, tokenizer()),
            new ServiceContext(UnderstandingApplication.class, withoutHttp()),
            new ServiceContext(GenerationApplication.class, withoutHttp()),
            new ServiceContext(GatewayApplication.class, gateway()));
    RuntimeException failure = null;
    try (ExecutorService starters = Executors.newFixedThreadPool(services.size())) {
      List<Future<? extends AutoCloseable>> starting = new ArrayList<>();
      for (ServiceContext service : services) {
        starting.add(starters.submit(service::start));
      }
      for (Future<? extends AutoCloseable> service : starting) {
        try {
          started.push(service.get());
        } catch (ExecutionException failed) {
          failure = failure == null ? new IllegalStateException(failed.getCause()) : failure;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Map<String, Object> gateway() {
    Map<String, Object> settings = serving(gatewayPort);
    settings.put("nextflow.gateway.tokenizer-url", "http://127.0.0.1:" + tokenizerPort);
    // Only this machine's own users reach it.
    settings.put("nextflow.gateway.access.mode", "open");
    // Somebody who watches a job must not keep the platform from stopping.
    settings.put("spring.lifecycle.timeout-per-shutdown-phase", "3s");
    settings.put("nextflow.gateway.departure.linger", "0s");
    settings.put("nextflow.gateway.departure.last-answers", "0s");
    return settings;
  }

  private Map<String, Object> tokenizer() {
    Map<String, Object> settings = serving(tokenizerPort);
    // Its only caller has stopped before.
    settings.put("nextflow.linger", "0s");
    return settings;
  }

  private Map<String, Object> serving(int port) {
    Map<String, Object> settings = common();
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", port);
    settings.put("management.server.port", -1);
    return settings;
  }

  /** The workers serve nothing but their health, which is this process' own here. */
  private Map<String, Object> withoutHttp() {
    Map<String, Object> settings = common();
    settings.put("spring.main.web-application-type", "none");
    // A job is handed back after its last finished scale: waiting for its end would save nothing.
    settings.put("nextflow.drain", "1s");
    return settings;
  }

  private Map<String, Object> common() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("nextflow.bundle", bundle);
    settings.put("spring.data.redis.url", "redis://127.0.0.1:" + redisPort);
    // Four contexts start at once on few cores: the first connection can take seconds.
    settings.put("spring.data.redis.connect-timeout", "30s");
    settings.put("spring.data.redis.timeout", "10s");
    return settings;
  }
}
