package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {
      "nextflow.gateway.openai.max-wait=2s",
      "nextflow.gateway.openai.public-url=https://pictures.example/api"
    })
class LimitedWaitTest extends OpenAiRouteTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void whoWaitedTooLongIsSentAwayAndTheJobCancelled() {
    CompletableFuture<Answer> asked = asks(IMAGES, "{'prompt':'a'}");
    Worker worker = drawer();

    tells(asked.join(), 504, "deadline-passed", "", "before its deadline");

    String id = asked.join().header("X-Job-Id");
    assertThat(id).isEqualTo(worker.lease().id().value());
    Eventually.holds(
        "it is cancelled", SOON, () -> api.job(id).get("cancel_requested").booleanValue());
    worker.ends(new Outcome.Cancelled());
  }

  @Test
  void aNamedJobGoesOnAndIsThereWhenItsCallerComesBack() {
    CompletableFuture<Answer> asked = asks(IMAGES, "{'prompt':'a'}", "Idempotency-Key", "goes-on");
    Worker worker = drawer();
    assertThat(asked.join().status()).isEqualTo(504);
    worker.drawsAll();

    assertThat(asks(IMAGES, "{'prompt':'a'}", "Idempotency-Key", "goes-on").join().status())
        .isEqualTo(200);
  }

  @Test
  void linksLeadToWhereCallersReachTheGateway() {
    CompletableFuture<Answer> asked =
        asks(IMAGES, "{'prompt':'a','response_format':'url'}", "Idempotency-Key", "links");
    drawer().drawsAll();
    Answer answer =
        asked.join().status() == 200
            ? asked.join()
            : asks(IMAGES, "{'prompt':'a','response_format':'url'}", "Idempotency-Key", "links")
                .join();

    assertThat(answer.json().at("/data/0/url").stringValue())
        .matches("https://pictures\\.example/api/v1/jobs/gen-demo-[^/]+/images/0\\?format=png");
  }
}
