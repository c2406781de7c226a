package dev.nextflow.gateway.batches.redis;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.batches.Batch;
import dev.nextflow.gateway.batches.BatchId;
import dev.nextflow.gateway.batches.BatchStore;
import dev.nextflow.gateway.batches.LineEnd;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.redis.Answers;
import dev.nextflow.jobs.redis.WholeReads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Batches in Redis: a change is a script, and a look is a few reads. */
@Component
class RedisBatches implements BatchStore {

  private static final Duration KEY_REMEMBERED = Duration.ofHours(24);

  private final ReactiveStringRedisTemplate redis;
  private final Answers answers;

  RedisBatches(ReactiveStringRedisTemplate redis, JobSettings settings) {
    this.redis = redis;
    this.answers = new Answers(settings.answerTimeout());
  }

  @Override
  public Mono<Stored> store(NewBatch batch) {
    String name = BatchKeys.name(batch.tenant(), batch.id());
    List<String> keys = new ArrayList<>(BatchKeys.all(name));
    keys.add(BatchKeys.OPEN);
    keys.add(BatchKeys.unfinished(batch.tenant()));
    keys.add(BatchKeys.key(batch.tenant(), batch.key() == null ? "" : batch.key()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                name,
                batch.id().value(),
                batch.bodyHash(),
                text(batch.key() == null ? 0 : KEY_REMEMBERED.toMillis()),
                text(batch.mostOpen()),
                text(batch.share().weight()),
                text(batch.share().mostUnfinished())));
    for (BatchLine line : batch.lines()) {
      arguments.add(StoredLine.write(line));
      arguments.add(line instanceof BatchLine.Bad ? LineEnd.REJECTED.wireName() : "");
    }
    return answers
        .to(() -> BatchScript.STORE.on(redis, keys, arguments))
        .map(values ->
            switch (values.get(0).toString()) {
              case "stored" -> new Stored(Storing.STORED, batch.id());
              case "repeated" ->
                  new Stored(Storing.REPEATED, new BatchId(values.get(1).toString()));
              case "key-reused" -> new Stored(Storing.KEY_REUSED, null);
              default -> new Stored(Storing.TOO_MANY, null);
            });
  }

  @Override
  public Mono<Batch> find(String tenant, BatchId id) {
    String name = BatchKeys.name(tenant, id);
    return Mono.zip(
            hash(BatchKeys.batch(name)), hash(BatchKeys.jobs(name)), hash(BatchKeys.ends(name)))
        .filter(all -> !all.getT1().isEmpty())
        .map(all -> {
          Map<String, String> fields = all.getT1();
          return new Batch(
              tenant,
              id,
              new Share((int) number(fields, "weight"), (int) number(fields, "mostUnfinished")),
              (int) number(fields, "total"),
              number(fields, "createdAtMs"),
              number(fields, "finishedAtMs"),
              number(fields, "cancelRequested") == 1,
              byLine(all.getT2(), JobId::new),
              byLine(all.getT3(), LineEnd::ofWireName));
        });
  }

  @Override
  public Mono<Map<Integer, BatchLine>> lines(Batch batch, List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return Mono.just(Map.of());
    }
    List<String> fields = numbers.stream().map(String::valueOf).toList();
    return answers
        .to(() -> redis.<String, String>opsForHash().multiGet(BatchKeys.lines(name(batch)), fields))
        .map(texts -> {
          Map<Integer, BatchLine> lines = new HashMap<>();
          for (int i = 0; i < numbers.size(); i++) {
            lines.put(numbers.get(i), StoredLine.read(Objects.requireNonNull(texts.get(i))));
          }
          return lines;
        });
  }

  @Override
  public Mono<Boolean> cancel(Batch batch) {
    List<String> keys = List.of(BatchKeys.batch(name(batch)), BatchKeys.OPEN);
    return answers
        .to(() -> BatchScript.CANCEL.on(redis, keys, List.of(name(batch))))
        .map(word -> word.equals("requested"));
  }

  @Override
  public Flux<Batch> take(int most, Duration lease) {
    List<String> arguments = List.of(text(most), text(lease.toMillis()));
    return answers
        .to(() -> BatchScript.TAKE.on(redis, List.of(BatchKeys.OPEN), arguments))
        .flatMapIterable(names -> names)
        .concatMap(each -> {
          String name = each.toString();
          int colon = name.indexOf(':');
          return find(name.substring(0, colon), new BatchId(name.substring(colon + 1)));
        });
  }

  @Override
  public Mono<Void> putBack(Batch batch, Duration pause) {
    List<String> arguments = List.of(name(batch), text(pause.toMillis()));
    return answers
        .to(() -> BatchScript.PUT_BACK.on(redis, List.of(BatchKeys.OPEN), arguments))
        .then();
  }

  @Override
  public Mono<Void> submitted(Batch batch, int line, JobId job) {
    return note(batch, BatchKeys.jobs(name(batch)), List.of(text(line), job.value()));
  }

  @Override
  public Mono<Void> reject(Batch batch, int line, BatchLine.Bad bad) {
    List<String> arguments =
        List.of(text(line), StoredLine.write(bad), LineEnd.REJECTED.wireName());
    return answers
        .to(() -> BatchScript.REJECT.on(redis, BatchKeys.all(name(batch)), arguments))
        .then();
  }

  @Override
  public Mono<Void> ended(Batch batch, Map<Integer, LineEnd> ends) {
    if (ends.isEmpty()) {
      return Mono.empty();
    }
    List<String> pairs = new ArrayList<>();
    ends.forEach((line, end) -> pairs.addAll(List.of(text(line), end.wireName())));
    return note(batch, BatchKeys.ends(name(batch)), pairs);
  }

  @Override
  public Mono<Void> finish(Batch batch, Duration retention) {
    List<String> keys = new ArrayList<>(BatchKeys.all(name(batch)));
    keys.add(BatchKeys.OPEN);
    keys.add(BatchKeys.unfinished(batch.tenant()));
    List<String> arguments = List.of(name(batch), batch.id().value(), text(retention.toMillis()));
    return answers.to(() -> BatchScript.FINISH.on(redis, keys, arguments)).then();
  }

  private Mono<Void> note(Batch batch, String hash, List<String> pairs) {
    List<String> keys = List.of(BatchKeys.batch(name(batch)), hash);
    return answers.to(() -> BatchScript.NOTE.on(redis, keys, pairs)).then();
  }

  private Mono<Map<String, String>> hash(String key) {
    return new WholeReads(redis, answers).hash(key);
  }

  private static <T> Map<Integer, T> byLine(
      Map<String, String> fields, Function<String, T> reader) {
    Map<Integer, T> lines = new HashMap<>();
    fields.forEach((line, value) -> lines.put(Integer.valueOf(line), reader.apply(value)));
    return lines;
  }

  private static String name(Batch batch) {
    return BatchKeys.name(batch.tenant(), batch.id());
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
