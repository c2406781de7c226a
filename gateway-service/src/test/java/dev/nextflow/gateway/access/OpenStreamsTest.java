package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.Departure;
import dev.nextflow.gateway.DepartureSettings;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.sequences.problems.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class OpenStreamsTest {

  private static final int MOST_PER_TENANT = 2;
  private static final Tenant ONE = tenant("one", MOST_PER_TENANT);
  private static final Tenant OTHER = tenant("other", MOST_PER_TENANT);
  private static final int MOST = 3;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Departure departure =
      new Departure(new DepartureSettings(Duration.ZERO, Duration.ofHours(1)));
  private final OpenStreams streams = new OpenStreams(settings(), departure, meters);

  @Test
  void oneTenantsStreamsLeaveRoomForAnothers() {
    assertThat(isOpened(ONE)).isTrue();
    assertThat(isOpened(ONE)).isTrue();
    assertThat(isOpened(ONE)).isFalse();
    assertThat(isOpened(OTHER)).isTrue();
    assertThat(open()).isEqualTo(3);
  }

  @Test
  void aTenantWhoseLimitWasRaisedMayOpenMoreAtOnce() {
    isOpened(ONE);
    isOpened(ONE);

    assertThat(isOpened(tenant("one", MOST_PER_TENANT + 1))).isTrue();
    assertThat(isOpened(tenant("one", MOST_PER_TENANT + 1))).isFalse();
  }

  @Test
  void aStreamThatTheGatewayHasNoRoomForDoesNotCountForItsTenant() {
    Disposable first = streams.counted(ONE, Flux.never()).subscribe();
    isOpened(ONE);
    isOpened(OTHER);
    assertThat(isOpened(OTHER)).isFalse();

    first.dispose();

    assertThat(isOpened(OTHER)).isTrue();
  }

  @Test
  void roomIsMadeHoweverAStreamEnds() {
    streams.counted(ONE, Flux.empty()).blockLast();
    streams.counted(ONE, Flux.error(new IllegalStateException())).onErrorComplete().blockLast();
    streams.counted(ONE, Flux.never()).subscribe().dispose();

    assertThat(open()).isZero();
  }

  @Test
  void aStreamThatNobodySubscribesToIsNotOpen() {
    streams.counted(ONE, Flux.never());

    assertThat(open()).isZero();
  }

  @Test
  void aGatewayThatGoesEndsItsStreamsButNotAtOnceThoseThatNobodyCanTakeUp() {
    Disposable events = streams.counted(ONE, Flux.never()).subscribe();
    Disposable waiting = streams.countedToTheLast(ONE, Flux.never()).subscribe();

    departure.stop();

    assertThat(events.isDisposed()).isTrue();
    assertThat(waiting.isDisposed()).isFalse();
    assertThat(open()).isEqualTo(1);
  }

  @Test
  void aGatewayThatCanWaitNoLongerEndsAllStreams() {
    Departure hasty = new Departure(new DepartureSettings(Duration.ZERO, Duration.ZERO));
    Disposable waiting =
        new OpenStreams(settings(), hasty, new SimpleMeterRegistry())
            .countedToTheLast(ONE, Flux.never())
            .subscribe();

    hasty.stop();

    assertThat(waiting.isDisposed()).isTrue();
  }

  private boolean isOpened(Tenant tenant) {
    boolean[] refused = new boolean[1];
    streams
        .counted(tenant, Flux.never())
        .subscribe(_ -> {}, failure -> refused[0] = failure instanceof ProblemException);
    return !refused[0];
  }

  private double open() {
    return meters.get("nextflow.gateway.streams.open").gauge().value();
  }

  private static Tenant tenant(String name, int openStreams) {
    return new Tenant(name, TenantLimits.most(openStreams), 1);
  }

  private static GatewaySettings settings() {
    Duration any = Duration.ofSeconds(1);
    return new GatewaySettings(
        "one",
        URI.create("http://127.0.0.1"),
        any,
        any,
        any,
        any,
        any,
        any,
        MOST_PER_TENANT,
        MOST,
        1,
        1,
        1,
        any);
  }
}
