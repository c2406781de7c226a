package dev.nextflow.local.architecture.violations.tokenizer.text;

import com.fasterxml.jackson.databind.StandIn;
import io.lettuce.core.RedisClient;
import java.lang.foreign.Arena;
import java.net.http.HttpClient;
import javax.imageio.ImageIO;

/** Touches what only others may touch. */
public class Reckless {
  Class<?> json = StandIn.class;
  Class<?> redis = RedisClient.class;
  Class<?> memory = Arena.class;
  Class<?> http = HttpClient.class;
  Class<?> pictures = ImageIO.class;

  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
