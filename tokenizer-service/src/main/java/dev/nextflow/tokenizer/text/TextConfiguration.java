package dev.nextflow.tokenizer.text;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.BundleRefused;
import dev.nextflow.text.TextTokenizer;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TextConfiguration {

  @Bean
  TextTokenizer textTokenizer(Bundle bundle) throws IOException {
    try {
      return TextTokenizer.load(bundle.file("tokenizer.json"));
    } catch (IllegalArgumentException e) {
      throw new BundleRefused(e.getMessage(), e);
    }
  }

  @Bean
  Prompts prompts(Bundle bundle, TextTokenizer tokenizer) {
    return new Prompts(bundle, tokenizer);
  }

  @Bean
  Conversations conversations(Bundle bundle, TextTokenizer tokenizer) {
    return new Conversations(bundle, tokenizer);
  }
}
