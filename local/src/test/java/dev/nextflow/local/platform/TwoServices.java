package dev.nextflow.local.platform;

import dev.nextflow.gateway.GatewayApplication;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Lease;
import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import dev.nextflow.tokenizer.TokenizerApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A gateway and a tokenizer-service over a Redis of their own, in this process. There are no
 * workers: what the gateway ordered lies in the queue until a test looks at it.
 */
public final class TwoServices implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final String redisUrl;
  private final URI address;
  private final JobQueue queue;

  /**
   * Starts them.
   *
   * @param home an empty folder
   * @param gatewaySettings beside those of a laptop
   */
  public TwoServices(Path home, Path bundle, Map<String, String> gatewaySettings)
      throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(home));
    parts.push(redis);
    redisUrl = redis.url();
    int tokenizerPort = Ports.free();
    parts.push(
        new ServiceContext(
                TokenizerApplication.class,
                settings(tokenizerPort, Map.of("nextflow.bundle", bundle.toString())))
            .start());
    int port = Ports.free();
    Map<String, Object> settings = settings(port, gatewaySettings);
    settings.put("nextflow.gateway.tokenizer-url", "http://127.0.0.1:" + tokenizerPort);
    settings.put("nextflow.gateway.tokenizer-timeout", "60s");
    settings.put("nextflow.gateway.access.mode", "open");
    ConfigurableApplicationContext gateway =
        new ServiceContext(GatewayApplication.class, settings).start();
    parts.push(gateway);
    address = URI.create("http://127.0.0.1:" + port);
    queue = gateway.getBean(JobQueue.class);
  }

  private Map<String, Object> settings(int port, Map<String, String> others) {
    Map<String, Object> settings = new HashMap<>(others);
    settings.put("spring.data.redis.url", redisUrl);
    settings.put("spring.data.redis.connect-timeout", "60s");
    settings.put("spring.data.redis.timeout", "60s");
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", port);
    settings.put("management.server.port", -1);
    settings.put("spring.lifecycle.timeout-per-shutdown-phase", "2s");
    settings.put("nextflow.gateway.departure.linger", "0s");
    settings.put("nextflow.linger", "0s");
    return settings;
  }

  /** Where the gateway answers. */
  public URI address() {
    return address;
  }

  /** The queue that workers would take from. */
  public JobQueue queue() {
    return queue;
  }

  /** What the queue holds of the next job in the queue of this one, which nobody else gets now. */
  public Lease taken(String jobId) {
    String name = JobId.parse(jobId).orElseThrow().queue();
    return queue.reserve(name, "test").blockOptional().orElseThrow();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
