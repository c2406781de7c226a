package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;

/** More elements than the driver hands out at once, 32. */
class WholeReadsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private TestQueue test;
  private WholeReads reads;
  private String key;

  @BeforeEach
  void open() {
    test = TestQueue.open();
    reads = new WholeReads(test.redis, new Answers(LONG));
    key = new QueueKeys(test.name).prefix() + "whole";
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void giveAllFieldsOfAHash() {
    Map<String, String> fields =
        names(1000).stream().collect(Collectors.toMap(name -> name, name -> "value of " + name));
    test.redis.opsForHash().putAll(key, fields).block();

    assertThat(reads.hash(key).block()).isEqualTo(fields);
  }

  @Test
  void giveAllMembersOfASet() {
    List<String> members = names(200);
    test.redis.opsForSet().add(key, members.toArray(String[]::new)).block();

    assertThat(reads.set(key).block()).containsExactlyInAnyOrderElementsOf(members);
  }

  @Test
  void giveAllMembersOfASortedSetLowestScoreFirst() {
    List<String> members = names(200);
    Collections.shuffle(members);
    test.redis
        .opsForZSet()
        .addAll(
            key,
            IntStream.range(0, members.size())
                .mapToObj(score -> TypedTuple.of(members.get(score), (double) score))
                .toList())
        .block();

    assertThat(reads.sortedSet(key).block()).isEqualTo(members);
  }

  @Test
  void areEmptyWhereThereIsNothing() {
    assertThat(reads.hash(key).block()).isEmpty();
    assertThat(reads.set(key).block()).isEmpty();
    assertThat(reads.sortedSet(key).block()).isEmpty();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "name-" + i).collect(Collectors.toList());
  }
}
