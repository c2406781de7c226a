package dev.nextflow.gateway.openai;

import dev.nextflow.jobs.Job;
import java.net.URI;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;

/** Whole links to pictures. Whoever follows one shows the same credentials as for the request. */
@Component
class PictureLinks {

  private final OpenAiSettings settings;

  PictureLinks(OpenAiSettings settings) {
    this.settings = settings;
  }

  String to(ServerWebExchange exchange, Job job, int image, ImageRequest request) {
    UriComponentsBuilder link =
        base(exchange)
            .pathSegment("v1", "jobs", job.id().value(), "images", Integer.toString(image))
            .queryParam("format", request.format());
    if (request.quality() != null) {
      link.queryParam("quality", request.quality());
    }
    return link.build().toUriString();
  }

  private UriComponentsBuilder base(ServerWebExchange exchange) {
    if (settings.publicUrl() != null) {
      return UriComponentsBuilder.fromUri(settings.publicUrl());
    }
    URI asked = exchange.getRequest().getURI();
    return UriComponentsBuilder.newInstance()
        .scheme(asked.getScheme())
        .host(asked.getHost())
        .port(asked.getPort());
  }
}
