package dev.nextflow.generation;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A worker that draws pictures scale by scale, also between texts. */
@SpringBootApplication
public class GenerationApplication {

  public static void main(String[] args) {
    SpringApplication.run(GenerationApplication.class, args);
  }
}
