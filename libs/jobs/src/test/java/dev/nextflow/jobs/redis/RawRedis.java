package dev.nextflow.jobs.redis;

import dev.nextflow.testing.RedisPlace;
import dev.nextflow.testing.RedisUser;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Says to Redis whatever is to be tried, over a connection of its own. */
final class RawRedis {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private RawRedis() {}

  /** Says a command with its arguments, as one would type them. */
  static List<Object> say(RedisPlace place, String command) {
    RedisURI address = RedisURI.create("redis://" + place.nodes().getFirst());
    RedisUser user = place.user();
    if (user != null) {
      address.setCredentialsProvider(
          new StaticCredentialsProvider(user.wireName(), user.password().toCharArray()));
    }
    List<String> words =
        WORD.matcher(command)
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
    words.stream().skip(1).forEach(arguments::add);
    RedisClient client = RedisClient.create(address);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return connection
          .sync()
          .dispatch(new Named(words.getFirst()), new ArrayOutput<>(StringCodec.UTF8), arguments);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private record Named(String command) implements ProtocolKeyword {

    @Override
    public byte[] getBytes() {
      return command.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
      return command;
    }
  }
}
