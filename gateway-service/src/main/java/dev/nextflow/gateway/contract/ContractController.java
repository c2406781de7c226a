package dev.nextflow.gateway.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/openapi.yaml}: the file {@code docs/api/openapi.yaml} as it was when this gateway
 * was built. Like every path, it is for callers with credentials alone.
 */
@RestController
class ContractController {

  private final byte[] contract;

  ContractController() {
    try {
      contract =
          new ClassPathResource("openapi.yaml", ContractController.class).getContentAsByteArray();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @GetMapping(path = "/v1/openapi.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
  byte[] contract() {
    return contract.clone();
  }
}
