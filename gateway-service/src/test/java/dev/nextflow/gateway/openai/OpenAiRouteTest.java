package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.QueueNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Autowired;

/** A caller who waits on an OpenAI route while a worker does the job. */
abstract class OpenAiRouteTest extends GatewayTest {

  static final String IMAGES = "/v1/images/generations";
  static final String CHAT = "/v1/chat/completions";

  @Autowired private MeterRegistry meters;

  /** Asks on a thread of its own, for the answer comes when the job has ended. */
  CompletableFuture<Answer> asks(String path, String json, String... headers) {
    return CompletableFuture.supplyAsync(() -> api.post(path, json.replace('\'', '"'), headers));
  }

  Answer refused(String path, String json) {
    return api.post(path, json.replace('\'', '"'));
  }

  Worker drawer() {
    return Worker.takesNext(
        queue, QueueNames.generation(TokenizerServer.MODEL, tokenizer.digest()));
  }

  Worker writer() {
    return Worker.takesNext(
        queue, QueueNames.understanding(TokenizerServer.MODEL, tokenizer.digest()));
  }

  /** Sends a request whose answer nobody will wait for. */
  Socket callAndStay(String path, String json, String... headerLines) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(path, body.length, String.join("", headerLines));
    try {
      Socket socket = new Socket("127.0.0.1", port);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      return socket;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  double waiting() {
    return meters.get("nextflow.gateway.streams.open").gauge().value();
  }

  static void tells(Answer answer, int status, String code, String param, String message) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json().propertyNames()).containsExactly("error");
    assertThat(answer.json().get("error").propertyNames())
        .containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(answer.json().at("/error/code").stringValue()).isEqualTo(code);
    assertThat(answer.json().at("/error/param").asString("")).isEqualTo(param);
    assertThat(answer.json().at("/error/message").stringValue()).contains(message);
  }
}
