package dev.nextflow.gateway.openai;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may turn of the OpenAI routes.
 *
 * @param maxWait how long a request waits for its job; OpenAI's clients give up after ten minutes
 * @param publicUrl where callers reach the gateway, for links to pictures; left out, what the
 *     request itself was sent to
 */
@ConfigurationProperties("nextflow.gateway.openai")
record OpenAiSettings(@DefaultValue("10m") Duration maxWait, @Nullable URI publicUrl) {

  OpenAiSettings {
    if (publicUrl != null && !publicUrl.isAbsolute()) {
      throw new IllegalArgumentException("nextflow.gateway.openai.public-url must be a whole URL");
    }
  }
}
