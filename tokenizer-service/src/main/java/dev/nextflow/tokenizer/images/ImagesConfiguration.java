package dev.nextflow.tokenizer.images;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.pictures.PictureEngine;
import javax.imageio.ImageIO;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ImagesConfiguration {

  @Bean
  PictureEngine pictureEngine(Bundle bundle, EngineOptions options) {
    // Pictures are small enough for memory; a cache on disk would keep what strangers sent.
    ImageIO.setUseCache(false);
    return PictureEngine.open(bundle, options);
  }
}
