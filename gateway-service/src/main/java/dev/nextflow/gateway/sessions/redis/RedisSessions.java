package dev.nextflow.gateway.sessions.redis;

import dev.nextflow.gateway.sessions.Session;
import dev.nextflow.gateway.sessions.SessionId;
import dev.nextflow.gateway.sessions.SessionStore;
import dev.nextflow.gateway.sessions.Turn;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.redis.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sessions in Redis. What a call does is in the script of its name. */
@Component
class RedisSessions implements SessionStore {

  /** Until somebody looks what became of a place that was taken: its submitter goes first. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

  private final Scripts scripts;

  RedisSessions(ReactiveStringRedisTemplate redis, JobSettings settings) {
    this.scripts = new Scripts(RedisSessions.class, redis, settings);
  }

  @Override
  public Mono<Boolean> open(NewSession session, int most) {
    List<String> keys = new ArrayList<>(SessionKeys.of(session.tenant(), session.id()));
    keys.add(SessionKeys.index(session.tenant()));
    keys.add(SessionKeys.expiries(session.tenant()));
    List<String> fields = StoredSession.write(session);
    List<String> arguments =
        new ArrayList<>(List.of(session.id().value(), text(most), text(fields.size() / 2)));
    arguments.addAll(fields);
    session
        .turns()
        .forEach(turn -> arguments.addAll(List.of(text(turn.number()), StoredSession.write(turn))));
    return scripts.run("open", keys, arguments).map(word -> word.getFirst().equals("opened"));
  }

  @Override
  public Mono<Session> find(String tenant, SessionId id) {
    return scripts
        .run("read", SessionKeys.of(tenant, id), List.of())
        .filter(read -> !read.isEmpty())
        .map(read ->
            StoredSession.read(
                tenant,
                id,
                StoredSession.map((List<?>) read.get(1), 0),
                StoredSession.map((List<?>) read.get(2), 0),
                number(read.getFirst())));
  }

  @Override
  public Mono<Page> list(String tenant, @Nullable Place after, int limit) {
    List<String> arguments =
        List.of(
            SessionKeys.sessions(tenant),
            text(after == null ? 0 : after.createdAtMs()),
            after == null ? "" : after.id(),
            text(limit));
    return scripts
        .run("list", List.of(SessionKeys.index(tenant)), arguments)
        .map(found -> page(tenant, found, limit));
  }

  private static Page page(String tenant, List<?> found, int limit) {
    long now = number(found.getFirst());
    List<Session> sessions =
        found.subList(1, found.size()).stream()
            .limit(limit)
            .map(each -> (List<?>) each)
            .map(each ->
                StoredSession.read(
                    tenant,
                    new SessionId(each.getFirst().toString()),
                    StoredSession.map(each, 1),
                    Map.of(),
                    now))
            .toList();
    boolean more = found.size() - 1 > limit;
    Session last = more ? sessions.getLast() : null;
    return new Page(
        sessions, last == null ? null : new Place(last.createdAtMs(), last.id().value()));
  }

  @Override
  public Mono<Change> take(Session session, Session.Open place) {
    return change(
        "take",
        session,
        text(place.number()),
        place.token(),
        place.key(),
        place.bodyHash(),
        text(FIRST_LOOK.toMillis()));
  }

  @Override
  public Mono<Change> note(Session session, String token, Turn turn) {
    return change("note", session, token, turn.job(), StoredSession.write(turn));
  }

  @Override
  public Mono<Void> giveUp(Session session, String token) {
    return change("give_up", session, token).then();
  }

  @Override
  public Mono<Void> end(Session session, Turn turn) {
    return change("end", session, turn.job(), StoredSession.write(turn)).then();
  }

  private Mono<Change> change(String script, Session session, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(session.id().value(), SessionKeys.name(session.tenant(), session.id())));
    arguments.addAll(List.of(more));
    return scripts
        .run(script, SessionKeys.ofPlace(session.tenant(), session.id()), arguments)
        .map(word -> Change.valueOf(word.getFirst().toString().toUpperCase(Locale.ROOT)));
  }

  @Override
  public Mono<Boolean> delete(String tenant, SessionId id) {
    List<String> keys = new ArrayList<>(SessionKeys.of(tenant, id));
    keys.addAll(
        List.of(SessionKeys.index(tenant), SessionKeys.expiries(tenant), SessionKeys.UNSETTLED));
    List<String> arguments = List.of(id.value(), SessionKeys.name(tenant, id));
    return scripts.run("delete", keys, arguments).map(word -> word.getFirst().equals("done"));
  }

  @Override
  public Flux<Session> unsettled(int most, Duration lease) {
    return scripts
        .run(
            "unsettled",
            List.of(SessionKeys.UNSETTLED),
            List.of(text(most), text(lease.toMillis())))
        .flatMapIterable(names -> names)
        .concatMap(each -> {
          String name = each.toString();
          int colon = name.indexOf(':');
          String tenant = name.substring(0, colon);
          SessionId id = new SessionId(name.substring(colon + 1));
          // Of one that is lost nothing shall be left.
          return find(tenant, id).switchIfEmpty(delete(tenant, id).then(Mono.empty()));
        });
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  private static long number(Object value) {
    return Long.parseLong(value.toString());
  }
}
