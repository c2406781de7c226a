package dev.nextflow.gateway.outbound;

import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.problems.ProblemType;
import io.netty.channel.ChannelOption;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Fetches files of the public internet for tenants. Duties:
 *
 * <ol>
 *   <li>dial anew, past the {@link DialGate}, so that the address is looked at each time;
 *   <li>follow a few redirects, each held to the same rules as the first URL;
 *   <li>take no more than so many bytes, in no more than so much time, of so many files at once,
 *       and of a part of those for one tenant;
 *   <li>say that a file did not come, and never why.
 * </ol>
 *
 * <p>What a file claims to be is not looked at: who asked reads it as what it must be. Thread-safe.
 */
public final class PublicFiles {

  private static final int MAX_REDIRECTS = 3;

  /** Those of RFC 9110 that mean another place of the same file; not 304, whatever else it says. */
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final Logger log = LoggerFactory.getLogger(PublicFiles.class);

  private final PublicUrls urls;
  private final HttpClient http;
  private final Duration timeout;
  private final int maxBytes;
  private final Places places;

  /** Files as a gateway fetches them. */
  public PublicFiles(OutboundSettings settings) {
    this(settings, UnaryOperator.identity());
  }

  /**
   * Files of another network.
   *
   * @param network how names are looked up and whom to trust, where that is not the JDK's way
   */
  PublicFiles(OutboundSettings settings, UnaryOperator<HttpClient> network) {
    DialGate gate = new DialGate(settings.dialRules());
    this.urls = settings.urls();
    this.http =
        network
            .apply(HttpClient.create(ConnectionProvider.newConnection()))
            .followRedirect(false)
            .disableRetry(true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
            .headers(headers -> headers.set("User-Agent", "NextFlow"))
            .doOnChannelInit((_, channel, _) -> gate.guard(channel));
    this.timeout = settings.timeout();
    this.maxBytes = settings.maxBytes();
    this.places = new Places(settings.atOnce());
  }

  /** Notes the first rule that the text of a URL breaks, under the field {@code url}. */
  public void check(String url, Rules rules) {
    urls.check(url, rules);
  }

  /**
   * The bytes of a file. Ends with {@link NotFetched}, or with {@link
   * ProblemType#TOO_MANY_REQUESTS} where too many of the tenant's are under way, and with {@link
   * ProblemType#UNAVAILABLE} where too many of all tenants are.
   */
  public Mono<byte[]> fetch(String tenant, String url) {
    // Eager: who hears of the end can count on the place.
    return Mono.using(
        () -> places.take(tenant),
        _ ->
            Mono.defer(() -> step(url, MAX_REDIRECTS))
                .switchIfEmpty(Mono.error(NotFetched::new))
                .timeout(timeout)
                .onErrorMap(failure -> {
                  log.debug("A file was not fetched: {}", failure.getClass().getName());
                  return new NotFetched();
                }),
        places::giveBack);
  }

  private Mono<byte[]> step(String url, int redirects) {
    Rules rules = new Rules();
    urls.check(url, rules);
    rules.enforce();
    URI uri = URI.create(url);
    return http.get()
        .uri(uri)
        .response((answer, content) -> read(uri, answer, content))
        .next()
        .flatMap(read ->
            switch (read) {
              case Read.Whole(byte[] bytes) -> Mono.just(bytes);
              case Read.Elsewhere(String next) when redirects > 0 -> step(next, redirects - 1);
              case Read.Elsewhere _ -> Mono.error(new NotFetched());
            });
  }

  /** What came of one request. */
  private sealed interface Read {

    record Whole(byte[] bytes) implements Read {}

    record Elsewhere(String url) implements Read {}
  }

  private Mono<Read> read(URI asked, HttpClientResponse answer, ByteBufFlux content) {
    int status = answer.status().code();
    if (status == 200) {
      return content
          .asByteArray()
          .reduceWith(ByteArrayOutputStream::new, this::joined)
          .map(all -> new Read.Whole(all.toByteArray()));
    }
    return REDIRECTS.contains(status)
        ? Mono.justOrEmpty(
                Optional.ofNullable(answer.responseHeaders().get("Location"))
                    .map(location -> asked.resolve(location).toString()))
            .map(Read.Elsewhere::new)
        : Mono.empty();
  }

  private ByteArrayOutputStream joined(ByteArrayOutputStream all, byte[] part) {
    if (part.length > maxBytes - all.size()) {
      throw new NotFetched();
    }
    all.writeBytes(part);
    return all;
  }
}
