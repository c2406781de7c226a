package dev.nextflow.tokenizer;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;

/** A test over HTTP of the whole service with the tiny bundle; all such tests share one. */
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "nextflow.bundle=${nextflow.bundles}/tiny",
      "nextflow.engine.threads=1",
      "nextflow.linger=0s"
    })
@AutoConfigureWebTestClient(timeout = "60s")
public @interface TokenizerHttpTest {}
