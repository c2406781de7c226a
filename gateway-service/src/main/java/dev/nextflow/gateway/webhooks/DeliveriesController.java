package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.access.Tenant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/webhook-endpoints/{endpoint}/deliveries}: what was sent, and what came of it. */
@RestController
@RequestMapping(
    path = "/v1/webhook-endpoints/{endpoint}/deliveries",
    produces = MediaType.APPLICATION_JSON_VALUE)
class DeliveriesController {

  private final Endpoints endpoints;

  DeliveriesController(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @GetMapping
  Mono<DeliveryView.ListView> log(
      Tenant tenant,
      @PathVariable String endpoint,
      @RequestParam MultiValueMap<String, String> parameters) {
    return endpoints
        .log(tenant, endpoint, parameters)
        .map(page ->
            new DeliveryView.ListView(
                "list",
                page.deliveries().stream().map(DeliveryView::of).toList(),
                LogQuery.cursor(page.next())));
  }

  /** 202: it is due again, and will be sent soon. */
  @PostMapping("/{delivery}/redeliver")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<DeliveryView> redeliver(
      Tenant tenant, @PathVariable String endpoint, @PathVariable String delivery) {
    return endpoints.redeliver(tenant, endpoint, delivery).map(DeliveryView::of);
  }
}
