package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers see of a gateway that is told to stop by SIGTERM, and of the next one. */
class GatewayStopIT {

  /** It must not expire while processes start on a busy machine. */
  private static final String PICTURE =
      "{\"prompt\":\"a red house\",\"size\":\"64x64\",\"seed\":11,\"deadline\":86400}";

  @Test
  void nobodyIsCutOffAndStreamsGoOnAtTheNext(@TempDir Path redisData) throws Exception {
    try (SeparateServices services = new SeparateServices(redisData);
        Api api = new Api(services.address())) {
      JsonObject job = api.submit(PICTURE);
      CompletableFuture<List<Event>> followed = inBackground(() -> stream(services, job, ""));
      CompletableFuture<Api.Answer> waiting =
          inBackground(() -> api.generate(PICTURE, "Prefer", "wait=60"));
      Eventually.holds("the second job is made", Api.LIMIT, () -> jobs(api) == 2);
      assertThat(status(services.gatewayReadiness())).isEqualTo(200);

      CompletableFuture<Integer> gone = inBackground(services::stopGateway);

      assertThat(waiting.get().status()).isEqualTo(202);
      List<Event> events = new ArrayList<>(followed.get());
      assertThat(status(services.gatewayReadiness())).isNotEqualTo(200);
      assertThat(gone.get()).as("terminated by signal 15").isEqualTo(128 + 15);
      assertThat(events).isNotEmpty().extracting(Event::type).doesNotContain("finished");

      services.startGateway();
      try (ServiceProcess worker = services.startWorker()) {
        events.addAll(stream(services, job, events.getLast().id()));
        api.succeeded(waiting.get().json());
        assertThat(worker.alive()).isTrue();
      }
      assertThat(events).isEqualTo(stream(services, job, ""));
    }
  }

  private static long jobs(Api api) {
    try {
      return api.get("/v1/jobs").json().objects("jobs").size();
    } catch (IOException | InterruptedException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private record Event(String id, String type) {}

  /** All events to the end of one stream, whether or not it is the end of the job. */
  private static List<Event> stream(SeparateServices services, JsonObject job, String after)
      throws Exception {
    URI address = services.address().resolve(job.object("links").text("events"));
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (!after.isEmpty()) {
      request.header("Last-Event-ID", after);
    }
    List<Event> events = new ArrayList<>();
    String id = "";
    try (HttpClient http = HttpClient.newHttpClient();
        Stream<String> lines = http.send(request.build(), BodyHandlers.ofLines()).body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        id = line.startsWith("id:") ? line.substring("id:".length()) : id;
        if (line.startsWith("event:")) {
          events.add(new Event(id, line.substring("event:".length())));
        }
      }
    }
    return events;
  }

  private static int status(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException refused) {
      return -1;
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private interface Action<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> inBackground(Action<T> action) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return action.run();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
    });
  }
}
