package dev.nextflow.tokenizer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Turns text and pixels into tokens, and tokens back; stateless. */
@SpringBootApplication
public class TokenizerApplication {

  public static void main(String[] args) {
    SpringApplication.run(TokenizerApplication.class, args);
  }
}
