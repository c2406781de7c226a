package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.testing.MortalBackend;
import dev.nextflow.testing.RedisBackend;
import dev.nextflow.testing.RedisPlace;
import dev.nextflow.testing.RedisUser;
import dev.nextflow.testing.UserRules;
import io.lettuce.core.RedisCommandExecutionException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the users of {@code users.acl} may not do, and that they may do no more than they need. That
 * they may do what they need, the suite says that runs as them (TEST_REDIS=guarded).
 */
class UsersTest {

  private static final Path ROOT = UserRules.FOLDER.resolve("../../../..").normalize();
  private static final ScriptCommands JOBS =
      new ScriptCommands(ROOT.resolve("libs/jobs/src/main/resources"));
  private static final ScriptCommands GATEWAY =
      new ScriptCommands(ROOT.resolve("gateway-service/src/main/resources"));

  /**
   * What the driver and the health check say by themselves, and what Java says without a script.
   */
  private static final Set<String> BESIDE_SCRIPTS =
      Set.of(
          "eval",
          "evalsha",
          "exists",
          "psubscribe",
          "punsubscribe",
          "ping",
          "info",
          "client|setname",
          "cluster|info",
          "cluster|myid",
          "cluster|nodes",
          "cluster|shards",
          "cluster|slots");

  private static final Set<String> ONLY_WORKERS =
      Set.of("reserve", "renew", "report", "finish", "release");
  private static final Set<String> BOTH = Set.of("reap", "depth", "pace");

  private static RedisBackend redis;

  @BeforeAll
  static void start() {
    redis = RedisBackend.guardedByUsers();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @ParameterizedTest(name = "{0} may not: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GATEWAY       | FLUSHALL
          GATEWAY       | FLUSHDB
          GATEWAY       | CONFIG GET *
          GATEWAY       | CONFIG SET maxmemory 1
          GATEWAY       | KEYS *
          GATEWAY       | SCAN 0
          GATEWAY       | ACL LIST
          GATEWAY       | ACL WHOAMI
          GATEWAY       | CLIENT LIST
          GATEWAY       | CLIENT KILL TYPE normal
          GATEWAY       | MONITOR
          GATEWAY       | SHUTDOWN NOSAVE
          GATEWAY       | REPLICAOF NO ONE
          GATEWAY       | SAVE
          GATEWAY       | SCRIPT FLUSH
          GATEWAY       | SCRIPT LOAD x
          GATEWAY       | FUNCTION LIST
          GATEWAY       | EVAL "return redis.call('KEYS', '*')" 0
          GATEWAY       | EVAL "return redis.call('GET', 'elsewhere')" 0
          GATEWAY       | EVAL "return redis.call('INCR', 'nextflow:{gen-a-0}:turn')" 0
          GATEWAY       | CLUSTER RESET
          GATEWAY       | CLUSTER FAILOVER
          GATEWAY       | MODULE LIST
          GATEWAY       | GET elsewhere
          GATEWAY       | SET nextflow:{gen-a-0}:turn 1
          GATEWAY       | GET nextflow:{gen-a-0}:holder:acme:x
          GATEWAY       | HSET nextflow:{gen-a-0}:usage:acme:1 generation 0
          GATEWAY       | HSET nextflow:{gen-a-0}:pace ends 0
          GATEWAY       | PUBLISH elsewhere x
          GATEWAY       | PSUBSCRIBE *
          GATEWAY       | SUBSCRIBE nextflow:{gen-a-0}:signals
          GENERATION    | FLUSHALL
          GENERATION    | CONFIG GET *
          GENERATION    | KEYS *
          GENERATION    | SCAN 0
          GENERATION    | ACL LIST
          GENERATION    | CLIENT LIST
          GENERATION    | SCRIPT LOAD x
          GENERATION    | EVAL "return redis.call('HGETALL', 'nextflow:{access}:tenant:acme')" 0
          GENERATION    | HGETALL nextflow:{access}:tenant:acme
          GENERATION    | HGETALL nextflow:{access}:key:one
          GENERATION    | HGETALL nextflow:{webhooks}:endpoint:acme:one
          GENERATION    | HGETALL nextflow:{sessions}:session:acme:one
          GENERATION    | HGETALL nextflow:{batches}:batch:acme:one
          GENERATION    | HGETALL nextflow:{limits:acme}:requests
          GENERATION    | SADD nextflow:{tenant:acme}:queues x
          GENERATION    | HGETALL nextflow:{und-a-0}:job:acme:one
          GENERATION    | ZADD nextflow:{und-a-0}:leases 1 x
          GENERATION    | HSET nextflow:{gen-a-0}:weights acme 100
          GENERATION    | HGETALL nextflow:{gen-a-0}:idempotency:acme:x
          GENERATION    | XRANGE nextflow:{gen-a-0}:outbox - +
          GENERATION    | XREADGROUP GROUP readers reader STREAMS nextflow:{gen-a-0}:outbox >
          GENERATION    | PUBLISH nextflow:{und-a-0}:signals ready
          GENERATION    | PSUBSCRIBE nextflow:{*}:signals
          GENERATION    | PSUBSCRIBE nextflow:{und-*}:signals
          UNDERSTANDING | FLUSHALL
          UNDERSTANDING | CONFIG GET *
          UNDERSTANDING | KEYS *
          UNDERSTANDING | EVAL "return redis.call('HGETALL', 'nextflow:{gen-a-0}:job:acme:one')" 0
          UNDERSTANDING | HGETALL nextflow:{access}:key:one
          UNDERSTANDING | HGETALL nextflow:{gen-a-0}:job:acme:one
          UNDERSTANDING | HGETALL nextflow:{com-a-0}:job:acme:one
          UNDERSTANDING | HSET nextflow:{und-a-0}:weights acme 100
          UNDERSTANDING | PUBLISH nextflow:{gen-a-0}:signals ready
          UNDERSTANDING | PSUBSCRIBE nextflow:{gen-*}:signals
          PROBE         | GET nextflow:{gen-a-0}:turn
          PROBE         | INFO
          PROBE         | PUBLISH nextflow:{gen-a-0}:signals ready
          PROBE         | EVAL "return 1" 0
          """)
  void aUserMayNot(RedisUser user, String command) {
    assertThatThrownBy(() -> RawRedis.say(redis.place(user), command))
        .isInstanceOf(RedisCommandExecutionException.class)
        .satisfies(refused ->
            assertThat(refused.getMessage())
                .containsAnyOf("NOPERM", "user executing the script can't"));
  }

  @ParameterizedTest(name = "{0} may: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GATEWAY       | HGETALL nextflow:{access}:tenant:acme
          GATEWAY       | HGETALL nextflow:{und-a-0}:job:acme:one
          GATEWAY       | PUBLISH nextflow:{und-a-0}:signals ready
          GENERATION    | HGETALL nextflow:{gen-a-0}:job:acme:one
          GENERATION    | HGETALL nextflow:{com-a-0}:job:acme:one
          GENERATION    | PUBLISH nextflow:{com-a-0}:signals ready
          UNDERSTANDING | HGETALL nextflow:{und-a-0}:job:acme:one
          UNDERSTANDING | PUBLISH nextflow:{und-a-0}:signals ready
          PROBE         | PING
          """)
  void aUserMay(RedisUser user, String command) {
    RawRedis.say(redis.place(user), command);
  }

  @Test
  void whoHasNoNameMayNothing() {
    RedisPlace nobody = new RedisPlace(redis.nodes(), false, null);

    assertThatThrownBy(() -> RawRedis.say(nobody, "PING")).hasStackTraceContaining("NOAUTH");
    assertThatThrownBy(() -> RawRedis.say(redis.place(RedisUser.GATEWAY), "AUTH default x"))
        .hasMessageContaining("WRONGPASS");
  }

  /**
   * Redis reads its file as the user default: without rights it would leave out what scripts did.
   */
  @Test
  void whatAScriptWroteIsThereAfterARestart() {
    String twoWrites =
        "EVAL \"redis.call('SADD', KEYS[1], 'a') return redis.call('SADD', KEYS[1], 'b')\" 1 "
            + "nextflow:{tenant:acme}:queues";
    try (MortalBackend mortal = RedisBackend.guardedByUsers()) {
      RawRedis.say(mortal.place(RedisUser.GATEWAY), twoWrites);

      mortal.kill();
      mortal.restart();

      assertThat(RawRedis.say(mortal.place(), "SMEMBERS nextflow:{tenant:acme}:queues"))
          .extracting(Object::toString)
          .containsExactlyInAnyOrder("a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = RedisUser.class,
      names = {"GATEWAY", "GENERATION", "UNDERSTANDING"})
  void aUserMayRunTheCommandsOfItsScriptsAndNoOthers(RedisUser user) {
    Set<String> needed = new TreeSet<>(BESIDE_SCRIPTS);
    if (user == RedisUser.GATEWAY) {
      needed.addAll(JOBS.of(script -> !ONLY_WORKERS.contains(script)));
      needed.addAll(GATEWAY.of(script -> true));
    } else {
      needed.addAll(JOBS.of(script -> ONLY_WORKERS.contains(script) || BOTH.contains(script)));
    }

    assertThat(allowed(user)).isEqualTo(needed);
  }

  private static Set<String> allowed(RedisUser user) {
    List<?> properties = RawRedis.say(redis.place(), "ACL GETUSER " + user.wireName());
    String commands = properties.get(properties.indexOf("commands") + 1).toString();
    assertThat(commands).startsWith("-@all ");
    return Arrays.stream(commands.split(" "))
        .skip(1)
        .map(word -> word.substring(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
