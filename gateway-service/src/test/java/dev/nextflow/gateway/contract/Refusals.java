package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.EventStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What can be wrong with any request, done to every operation: made from the document, so that an
 * operation that is added there is refused here.
 *
 * @param spare a tenant and a key that an admin may change
 */
record Refusals(Witness witness, Api user, Api admin, Possessions own, Possessions spare) {

  private static final int TOO_MANY_BYTES = (1 << 20) + 1;
  private static final int TOO_LARGE_A_FORM = (16 << 20) + 1;
  private static final String NOTHING = "application/x-nothing";

  /** Callers that no operation lets in. */
  void byCaller(Api nobody, Api suspended) {
    for (Operation operation : operations()) {
      String path = target(operation);
      send(nobody, operation, path, operation.body());
      send(suspended, operation, path, operation.body());
      if (operation.isForAdmins()) {
        send(user, operation, path, operation.body());
      }
    }
  }

  /** Tenants that may make one request in a minute, and follow one job. */
  void byLimit(Api limited, Api oneStream) {
    limited.post("/v1/estimates", "{\"prompt\": \"a house\"}");
    operations().stream()
        .filter(operation -> operation.method().equals("POST") && !operation.isForAdmins())
        .forEach(operation -> send(limited, operation, own.target(operation), operation.body()));
    String job = oneStream.draw("{\"prompt\": \"a house\"}").get("id").stringValue();
    try (EventStream first = oneStream.events(job)) {
      first.next();
      witness.get(oneStream, "/v1/jobs/" + job + "/events");
    }
  }

  void byRequest() {
    for (Operation operation : operations()) {
      Api caller = operation.isForAdmins() ? admin : user;
      Possessions whose = operation.isForAdmins() ? spare : own;
      if (operation.path().contains("{")) {
        send(caller, operation, whose.unknown().target(operation), operation.body());
      }
      send(caller, operation, colourful(whose.unknown().target(operation)), "{");
      if (operation.parametersIn("query").findAny().isPresent()) {
        send(caller, operation, colourful(whose.target(operation)), "");
      }
      if (operation.takesBody()) {
        byBody(caller, operation);
      }
    }
    operations().stream().filter(operation -> operation.has("406")).forEach(this::byAccept);
  }

  private void byBody(Api caller, Operation operation) {
    String path = target(operation);
    send(caller, operation, path, "{");
    send(caller, operation, path, "{\"colour\": 1}");
    boolean form = operation.contentType().equals("multipart/form-data");
    send(caller, operation, path, " ".repeat(form ? TOO_LARGE_A_FORM : TOO_MANY_BYTES));
    if (operation.has("415")) {
      witness.send(caller, operation.method(), path, bytes("x"), "Content-Type", NOTHING);
    }
  }

  /** Of a request with which nothing else is wrong nothing comes, either. */
  private void byAccept(Operation operation) {
    Api caller = operation.isForAdmins() ? admin : user;
    send(caller, operation, target(operation), operation.body(), "Accept", NOTHING);
  }

  private void send(Api caller, Operation operation, String path, String body, String... headers) {
    if (!operation.takesBody()) {
      witness.send(caller, operation.method(), path, new byte[0], headers);
      return;
    }
    Sent sent = Sent.of(operation, body);
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = sent.contentType();
    System.arraycopy(headers, 0, all, 2, headers.length);
    witness.send(caller, operation.method(), path, sent.body(), all);
  }

  private String target(Operation operation) {
    return (operation.isForAdmins() ? spare : own).target(operation);
  }

  private static String colourful(String target) {
    return target + (target.contains("?") ? "&" : "?") + "colour=red";
  }

  private static List<Operation> operations() {
    return Contract.WRITTEN.operations();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
