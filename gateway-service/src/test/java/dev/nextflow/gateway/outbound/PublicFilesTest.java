package dev.nextflow.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Files over real HTTP. The server's address may be dialled; none of the canary's may. */
@Timeout(120)
class PublicFilesTest {

  private static final int MAX_BYTES = 100_000;

  private static final AtomicInteger CANARY_HEARD = new AtomicInteger();
  private static DisposableServer canary;
  private static DisposableServer server;

  @BeforeAll
  static void open() {
    // Every address of the machine: a form that leads to any of them would be heard.
    canary =
        HttpServer.create()
            .host("::")
            .port(0)
            .doOnConnection(_ -> CANARY_HEARD.incrementAndGet())
            .handle((_, answer) -> answer.sendString(Mono.just("secret")))
            .bindNow();
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes ->
                routes
                    .get("/file", (_, answer) -> answer.sendString(Mono.just("file")))
                    .get("/large", (_, answer) -> answer.sendString(chunks(MAX_BYTES / 1000 + 1)))
                    .get("/full", (_, answer) -> answer.sendString(chunks(MAX_BYTES / 1000)))
                    .get("/silent", (_, _) -> Mono.never())
                    .get("/gone", (_, answer) -> answer.sendNotFound())
                    .get("/lost", (_, answer) -> answer.status(302).send())
                    .get("/loop", (_, answer) -> answer.sendRedirect("/loop"))
                    .get("/once", (_, answer) -> answer.sendRedirect("/file"))
                    .get("/twice", (_, answer) -> answer.sendRedirect("/once"))
                    .get("/thrice", (_, answer) -> answer.sendRedirect("/twice"))
                    .get("/fourth", (_, answer) -> answer.sendRedirect("/thrice"))
                    .get("/ftp", (_, answer) -> answer.sendRedirect("ftp://127.0.0.1/file"))
                    .get("/inside", (_, answer) -> answer.sendRedirect(inside("127.0.0.2")))
                    .get("/ipv6", (_, answer) -> answer.sendRedirect(inside("[::1]"))))
            .bindNow();
  }

  private static Flux<String> chunks(int thousands) {
    return Flux.range(0, thousands).map(_ -> "x".repeat(1000));
  }

  private static String inside(String host) {
    return "http://" + host + ":" + canary.port() + "/";
  }

  @AfterAll
  static void close() {
    server.disposeNow();
    canary.disposeNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/file", "/once", "/twice", "/thrice"})
  void aFileIsFetchedAndAFewRedirectsAreFollowed(String path) {
    assertThat(fetched(files(16, "127.0.0.1/32"), path)).isEqualTo("file");
  }

  @Test
  void aFileMayBeAsLargeAsTheLimit() {
    assertThat(fetched(files(16, "127.0.0.1/32"), "/full")).hasSize(MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/large", "/silent", "/gone", "/lost", "/loop", "/fourth", "/ftp", "/inside", "/ipv6"
      })
  void whateverElseHappensIsTheSame(String path) {
    int heard = CANARY_HEARD.get();
    assertNotFetched(files(16, "127.0.0.1/32"), url(path));
    assertThat(CANARY_HEARD).hasValue(heard);
  }

  static Stream<String> forms() {
    return Stream.of(
            UrlForms.ADDRESSES.stream(),
            UrlForms.DISGUISES.stream(),
            Stream.of("http://localhost:%d/"))
        .flatMap(forms -> forms)
        .map(form -> form.formatted(canary.port()));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void noFormOfAUrlLeadsInside(String url) {
    int heard = CANARY_HEARD.get();
    assertNotFetched(files(16), url);
    assertThat(CANARY_HEARD).hasValue(heard);
  }

  @Test
  void whatFailedHoldsNoPlace() {
    PublicFiles one = files(1, "127.0.0.1/32");
    for (int i = 0; i < 3; i++) {
      assertNotFetched(one, url("/gone"));
      assertNotFetched(one, "nonsense");
    }
    assertThat(fetched(one, "/file")).isEqualTo("file");
  }

  @Test
  void silentServersOfOneTenantLeavePlacesForOthers() {
    // Two for each tenant, and none runs out of time here.
    PublicFiles eight = files(8, Duration.ofMinutes(5), "127.0.0.1/32");
    List<Disposable> silent =
        Stream.of("a", "a", "b", "b", "c", "c")
            .map(tenant -> eight.fetch(tenant, url("/silent")).onErrorComplete().subscribe())
            .toList();

    assertThat(refusal(eight, "a")).isEqualTo("too-many-requests");
    assertThat(eight.fetch("d", url("/file")).block()).asString().isEqualTo("file");
    Disposable last = eight.fetch("d", url("/silent")).onErrorComplete().subscribe();
    Disposable full = eight.fetch("d", url("/silent")).onErrorComplete().subscribe();
    assertThat(refusal(eight, "e")).isEqualTo("unavailable");

    silent.getFirst().dispose();
    assertThat(eight.fetch("a", url("/file")).block()).asString().isEqualTo("file");
    Stream.concat(silent.stream(), Stream.of(last, full)).forEach(Disposable::dispose);
  }

  private static String refusal(PublicFiles files, String tenant) {
    Throwable refused = files.fetch(tenant, url("/file")).materialize().block().getThrowable();
    return ((ProblemException) refused).problem().code();
  }

  private static void assertNotFetched(PublicFiles files, String url) {
    assertThatExceptionOfType(NotFetched.class)
        .as(url)
        .isThrownBy(() -> files.fetch("acme", url).block(Duration.ofSeconds(60)));
  }

  private static String fetched(PublicFiles files, String path) {
    return new String(
        files.fetch("acme", url(path)).block(Duration.ofSeconds(60)), StandardCharsets.UTF_8);
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static PublicFiles files(int atOnce, String... networks) {
    return files(atOnce, Duration.ofSeconds(3), networks);
  }

  private static PublicFiles files(int atOnce, Duration timeout, String... networks) {
    return new PublicFiles(
        new OutboundSettings(true, List.of(443), List.of(networks), timeout, MAX_BYTES, atOnce));
  }
}
