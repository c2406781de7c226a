package dev.nextflow.local.architecture.violations.tokenizer.text;

import com.fasterxml.jackson.databind.StandIn;
import io.lettuce.core.RedisClient;
import java.lang.foreign.Arena;
import java.net.http.HttpClient;
import javax.imageio.ImageIO;
import org.springframework.data.redis.core.ReactiveSetOperations;

/** Touches what only others may touch. */
public class Reckless {
  Class<?> json = StandIn.class;
  Class<?> redis = RedisClient.class;
  Class<?> memory = Arena.class;
  Class<?> http = HttpClient.class;
  Class<?> pictures = ImageIO.class;

  Object members(ReactiveSetOperations<String, String> sets) {
    return sets.members("key");
  }

  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
