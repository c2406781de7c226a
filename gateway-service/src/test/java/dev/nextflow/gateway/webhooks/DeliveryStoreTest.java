package dev.nextflow.gateway.webhooks;

import static dev.nextflow.gateway.webhooks.Bench.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeliveryStoreTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Attempt TAKEN = new Attempt(1_000, 12, 204, null);
  private static final Attempt FAILED = new Attempt(1_000, 12, 500, null);
  private static final Verdict AT_ONCE = new Verdict.Again(Duration.ZERO);

  private Bench bench;
  private DeliveryStore store;
  private Endpoint endpoint;

  @BeforeEach
  void open() {
    bench = new Bench();
    store = bench.deliveries(TestSettings.patient());
    endpoint = bench.endpoint("https://example.com/a");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aDeliveryIsStoredOnceHoweverOftenItComes() {
    NewDelivery delivery = bench.delivery(endpoint);

    assertThat(store.add(delivery).block()).isTrue();
    assertThat(store.add(delivery).block()).isFalse();
    settle(claimed(1).getFirst(), TAKEN, new Verdict.Delivered());
    assertThat(store.add(delivery).block()).isFalse();

    assertThat(claimed(10)).isEmpty();
    assertThat(bench.log(endpoint)).hasSize(1);
  }

  @Test
  void aClaimSaysWhatToSendAndWhere() {
    NewDelivery delivery = bench.delivery(endpoint);
    store.add(delivery).block();

    Claim claim = claimed(10).getFirst();

    assertThat(claim)
        .usingRecursiveComparison()
        .ignoringFields("lateMs")
        .isEqualTo(
            new Claim(
                TENANT,
                endpoint.id(),
                delivery.id(),
                1,
                0,
                delivery.body(),
                endpoint.url(),
                endpoint.secrets(),
                0,
                null));
    assertThat(claim.lateMs()).isPositive();
    assertThat(bench.log(endpoint).getFirst().state()).isEqualTo("sending");
  }

  @Test
  void whatIsClaimedIsNobodyElsesUntilTheLeaseRunsOut() {
    DeliveryStore hasty = bench.deliveries(TestSettings.leasing(Duration.ofMillis(100)));
    hasty.add(bench.delivery(endpoint)).block();
    Claim lost = hasty.claim(1).block().getFirst();

    Claim taken = eventuallyClaimed();

    assertThat(taken.delivery()).isEqualTo(lost.delivery());
    assertThat(taken.fence()).isGreaterThan(lost.fence());
    assertThat(taken.attempts()).as("nobody told of an attempt").isZero();
    assertThat(store.settle(lost, TAKEN, new Verdict.Delivered()).block()).isFalse();
    assertThat(bench.log(endpoint).getFirst().attempts()).isEmpty();
    assertThat(store.settle(taken, TAKEN, new Verdict.Delivered()).block()).isTrue();
    assertThat(store.settle(taken, TAKEN, new Verdict.Delivered()).block()).isFalse();
    assertThat(bench.log(endpoint).getFirst().attempts()).containsExactly(TAKEN);
  }

  @Test
  void aClaimOfAPatientStoreIsNotGivenAway() {
    store.add(bench.delivery(endpoint)).block();
    assertThat(claimed(1)).hasSize(1);

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void anEndpointHasOnlySoManyUnderWay() {
    add(endpoint, 5);

    List<Claim> first = claimed(10);
    assertThat(first).hasSize(2);
    assertThat(claimed(10)).isEmpty();

    settle(first.getFirst(), TAKEN, new Verdict.Delivered());
    assertThat(claimed(10)).hasSize(1);
  }

  @Test
  void whoeverHasMuchToGetHoldsUpNobodyElse() {
    add(endpoint, 50);
    Endpoint other = bench.endpoint("https://example.com/b");
    add(other, 2);

    assertThat(claimed(3)).extracting(Claim::endpoint).contains(other.id());
  }

  @Test
  void endpointsWithMuchToGetTakeTurns() {
    Endpoint other = bench.endpoint("https://example.com/b");
    add(endpoint, 20);
    add(other, 20);

    List<EndpointId> order = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Claim claim = claimed(1).getFirst();
      order.add(claim.endpoint());
      settle(claim, TAKEN, new Verdict.Delivered());
    }

    assertThat(order).filteredOn(endpoint.id()::equals).hasSizeBetween(8, 12);
  }

  @Test
  void whatIsToBeTriedAgainIsDueAfterThePause() {
    add(endpoint, 1);
    Claim claim = claimed(1).getFirst();
    long before = System.currentTimeMillis();

    settle(claim, FAILED, new Verdict.Again(Duration.ofHours(2)));

    Delivery delivery = bench.log(endpoint).getFirst();
    assertThat(delivery.state()).isEqualTo("waiting");
    assertThat(delivery.nextAttemptMs() - before)
        .isBetween(Duration.ofMinutes(119).toMillis(), Duration.ofMinutes(121).toMillis());
    assertThat(delivery.attempts()).containsExactly(FAILED);
    assertThat(claimed(1)).isEmpty();
  }

  @Test
  void attemptsAreCountedAndKept() {
    add(endpoint, 1);
    Attempt timeout = new Attempt(2_000, 10_000, 0, Failure.TIMEOUT);

    settle(claimed(1).getFirst(), FAILED, AT_ONCE);
    Claim second = eventuallyClaimed();
    settle(second, timeout, AT_ONCE);
    Claim third = eventuallyClaimed();
    settle(third, TAKEN, new Verdict.Delivered());

    assertThat(second.attempts()).isEqualTo(1);
    assertThat(third.attempts()).isEqualTo(2);
    assertThat(bench.log(endpoint).getFirst().attempts()).containsExactly(FAILED, timeout, TAKEN);
  }

  @Test
  void onlyTheLatestFiftyAttemptsAreKept() {
    add(endpoint, 1);
    for (int i = 0; i < 60; i++) {
      settle(eventuallyClaimed(), new Attempt(i, 1, 500, null), AT_ONCE);
    }

    assertThat(bench.log(endpoint).getFirst().attempts())
        .hasSize(50)
        .last()
        .isEqualTo(new Attempt(59, 1, 500, null));
  }

  @Test
  void aReceiverThatIsGoneGetsNothingMore() {
    add(endpoint, 3);
    List<Claim> claims = claimed(2);

    settle(claims.getFirst(), new Attempt(1, 1, 410, null), new Verdict.Gone());

    assertThat(bench.found(endpoint.id()).disabled().reason()).isEqualTo("gone");
    settle(claims.getLast(), FAILED, AT_ONCE);
    assertThat(claimed(10)).isEmpty();
    assertThat(store.add(bench.delivery(endpoint)).block()).isFalse();
  }

  @Test
  void whatWaitsAtADisabledEndpointGoesOnOnceItIsEnabled() {
    add(endpoint, 2);
    enable(endpoint, false);
    assertThat(claimed(10)).isEmpty();

    enable(endpoint, true);

    assertThat(claimed(10)).hasSize(2);
  }

  @Test
  void anEndpointThatTakesNothingForLongIsDisabled() {
    DeliveryStore strict = bench.deliveries(TestSettings.disablingAfter(Duration.ZERO));
    add(endpoint, 3);

    giveUp(strict, 2);
    assertThat(bench.found(endpoint.id()).disabled()).isNull();
    giveUp(strict, 1);

    assertThat(bench.found(endpoint.id()).disabled().reason()).isEqualTo("failing");
    assertThat(bench.log(endpoint)).extracting(Delivery::state).containsOnly("failed");
  }

  @Test
  void failuresOfLessThanDaysDisableNothing() {
    add(endpoint, 5);

    giveUp(store, 5);

    assertThat(bench.found(endpoint.id()).disabled()).isNull();
  }

  @Test
  void oneSuccessForgivesTheFailuresBeforeIt() {
    DeliveryStore strict = bench.deliveries(TestSettings.disablingAfter(Duration.ZERO));
    add(endpoint, 5);

    giveUp(strict, 2);
    settle(claimed(1).getFirst(), TAKEN, new Verdict.Delivered());
    giveUp(strict, 2);

    assertThat(bench.found(endpoint.id()).disabled()).isNull();
  }

  @Test
  void aDeliveryThatEndedIsSentAgainOnRequestWithAWholeSchedule() {
    add(endpoint, 1);
    settle(claimed(1).getFirst(), FAILED, AT_ONCE);
    settle(eventuallyClaimed(), FAILED, new Verdict.GivenUp());
    DeliveryId id = bench.log(endpoint).getFirst().id();

    Delivery due = store.redeliver(TENANT, endpoint.id(), id).block();

    assertThat(due.state()).isEqualTo("waiting");
    Claim again = claimed(1).getFirst();
    assertThat(again.delivery()).isEqualTo(id);
    assertThat(again.attempts()).isZero();
    assertThat(store.redeliver(TENANT, endpoint.id(), id).block().state()).isEqualTo("sending");
    assertThat(claimed(1)).isEmpty();
  }

  @Test
  void anotherTenantOrEndpointHasNoneOfIt() {
    add(endpoint, 1);
    DeliveryId id = bench.log(endpoint).getFirst().id();
    Endpoint other = bench.endpoint("https://example.com/b");

    assertThat(store.redeliver("other", endpoint.id(), id).blockOptional()).isEmpty();
    assertThat(store.redeliver(TENANT, other.id(), id).blockOptional()).isEmpty();
    assertThat(store.page("other", endpoint.id(), null, 10).block().deliveries()).isEmpty();
  }

  @Test
  void pagesOfTheLogHaveNoGapAndNoRepeat() {
    add(endpoint, 23);
    List<DeliveryId> whole = bench.log(endpoint).stream().map(Delivery::id).toList();

    List<DeliveryId> paged = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String after = null;
    do {
      DeliveryStore.Page page = store.page(TENANT, endpoint.id(), after, 10).block();
      page.deliveries().forEach(delivery -> paged.add(delivery.id()));
      sizes.add(page.deliveries().size());
      after = page.next();
      // What comes in between is newer, and moves no page.
      add(endpoint, 1);
    } while (after != null);

    assertThat(paged).isEqualTo(whole);
    assertThat(sizes).containsExactly(10, 10, 3);
  }

  @Test
  void queuesAreRememberedOnce() {
    store.register("gen-a").block();
    store.register("gen-b").block();
    store.register("gen-a").block();

    assertThat(store.queues().collectList().block()).containsExactlyInAnyOrder("gen-a", "gen-b");
  }

  private void add(Endpoint to, int count) {
    for (int i = 0; i < count; i++) {
      store.add(bench.delivery(to)).block();
    }
  }

  private List<Claim> claimed(int most) {
    return store.claim(most).blockOptional().orElseThrow();
  }

  private Claim eventuallyClaimed() {
    return Eventually.get("a delivery is due", SOON, () -> claimed(1).stream().findFirst());
  }

  private void settle(Claim claim, Attempt attempt, Verdict verdict) {
    assertThat(store.settle(claim, attempt, verdict).block()).isTrue();
  }

  private void giveUp(DeliveryStore by, int count) {
    for (int i = 0; i < count; i++) {
      Claim claim = by.claim(1).blockOptional().orElseThrow().getFirst();
      assertThat(by.settle(claim, FAILED, new Verdict.GivenUp()).block()).isTrue();
    }
  }

  private void enable(Endpoint which, boolean enabled) {
    bench
        .endpoints
        .change(TENANT, which.id(), new EndpointChange(null, null, null, enabled))
        .block();
  }
}
