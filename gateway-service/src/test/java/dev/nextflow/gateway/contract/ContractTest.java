package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import org.springframework.test.context.TestPropertySource;

/** The gateway as a contract test needs it: webhooks may lead to this machine. */
@TestPropertySource(
    properties = {
      "nextflow.webhooks.lax=true",
      "nextflow.webhooks.allowed-networks=127.0.0.0/8",
      "nextflow.webhooks.look-every=50ms"
    })
abstract class ContractTest extends KeyedGatewayTest {

  static final Contract CONTRACT = Contract.WRITTEN;

  /** Of a tenant whose limits no test comes near. */
  static final String[] NO_LIMITS = {
    "\"requests_per_minute\": 1000000", "\"tokens_per_minute\": 1000000000", "\"open_streams\": 64"
  };
}
