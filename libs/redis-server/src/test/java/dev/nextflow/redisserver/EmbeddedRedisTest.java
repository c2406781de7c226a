package dev.nextflow.redisserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {

  @TempDir Path dir;

  @Test
  void answersOnThePortItNames() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      assertThat(RespClient.ask(redis.port(), "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void acknowledgesOnlyWhatIsOnDiskAndForgetsNothingWhenFull() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      assertThat(RespClient.setting(redis.port(), "appendonly")).isEqualTo("yes");
      assertThat(RespClient.setting(redis.port(), "appendfsync")).isEqualTo("always");
      assertThat(RespClient.setting(redis.port(), "maxmemory-policy")).isEqualTo("noeviction");
    }
  }

  @Test
  void cannotBeReachedFromAnotherMachine() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      assertThat(RespClient.setting(redis.port(), "bind")).isEqualTo("127.0.0.1");
      for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress address : network.inetAddresses().toList()) {
          if (!address.isLoopbackAddress()) {
            assertThat(answers(address, redis.port())).as("%s", address).isFalse();
          }
        }
      }
    }
  }

  @Test
  void keepsWhatItAcknowledgedThroughKillAndRestart() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      long firstPid = redis.pid();
      assertThat(RespClient.ask(redis.port(), "SET job accepted")).isEqualTo("+OK");

      redis.kill();
      assertThat(redis.alive()).isFalse();
      redis.restart();

      assertThat(redis.pid()).isNotEqualTo(firstPid);
      assertThat(RespClient.ask(redis.port(), "GET job")).isEqualTo("accepted");
    }
  }

  @Test
  void servesAFolderAgainOnTheSamePort() throws IOException {
    int port;
    try (EmbeddedRedis first = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      port = first.port();
      RespClient.ask(port, "SET job accepted");
    }
    try (EmbeddedRedis second = EmbeddedRedis.start(new RedisServerOptions(port, dir))) {
      assertThat(second.port()).isEqualTo(port);
      assertThat(RespClient.ask(port, "GET job")).isEqualTo("accepted");
    }
  }

  @Test
  void leavesNoProcessBehindWhenClosed() {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(dir));
    long pid = redis.pid();

    redis.close();
    redis.close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void leavesNoProcessBehindWhenTheJvmStops() throws Exception {
    Process jvm = RedisMain.startJvm(dir);
    long pid = RedisMain.pidOfRedis(jvm);

    jvm.destroy();

    assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void stopsTheServerThatAKilledJvmLeftBehind() throws Exception {
    Process jvm = RedisMain.startJvm(dir);
    long leftover = RedisMain.pidOfRedis(jvm);
    jvm.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(leftover).filter(ProcessHandle::isAlive)).isPresent();

    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      assertThat(ProcessHandle.of(leftover).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(RespClient.ask(redis.port(), "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void refusesAFolderThatAnotherServerUses() {
    try (EmbeddedRedis _ = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      assertThatThrownBy(() -> EmbeddedRedis.start(RedisServerOptions.anyPort(dir)))
          .isInstanceOf(RedisServerFailed.class)
          .hasMessageContaining("another Redis uses");
    }
  }

  @Test
  void saysWhyItDidNotStart(@TempDir Path other) {
    try (EmbeddedRedis first = EmbeddedRedis.start(RedisServerOptions.anyPort(dir))) {
      RedisServerOptions samePort = new RedisServerOptions(first.port(), other);
      assertThatThrownBy(() -> EmbeddedRedis.start(samePort))
          .isInstanceOf(RedisServerFailed.class)
          .hasMessageContaining("did not start");
    }
  }

  @Test
  void startsInAFolderWhoseNameHoldsBlanks() throws IOException {
    Path blanks = Files.createDirectory(dir.resolve("a folder with blanks"));
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(blanks))) {
      assertThat(RespClient.ask(redis.port(), "PING")).isEqualTo("+PONG");
    }
  }

  private static boolean answers(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
