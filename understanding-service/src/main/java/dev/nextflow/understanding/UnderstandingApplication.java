package dev.nextflow.understanding;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A worker that writes text token by token. */
@SpringBootApplication
public class UnderstandingApplication {

  public static void main(String[] args) {
    SpringApplication.run(UnderstandingApplication.class, args);
  }
}
