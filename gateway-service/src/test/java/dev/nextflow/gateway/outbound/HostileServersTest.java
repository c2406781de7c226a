package dev.nextflow.gateway.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.nextflow.gateway.testbed.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that lie, that never end, and that do not speak HTTP: no file comes of them, the reason
 * is not told, and none holds a place or memory.
 */
@Timeout(240)
class HostileServersTest {

  private static final int MAX_BYTES = 100_000;
  private static final int MEGABYTE = 1 << 20;
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final byte[] CHUNK = new byte[8192];

  /** What only the clock ends; the rest must end by itself. */
  private static final Set<String> SLOW =
      Set.of("silent", "half-a-head", "half-a-body", "endless-patience");

  private static final Duration LONG = Duration.ofSeconds(100);
  private static final Map<String, RawServer.Answer> ANSWERS = answers();
  private static final RawServer.Answer GONE = whole("HTTP/1.1 404 Gone\r\n\r\n");
  private static final CountDownLatch OVER = new CountDownLatch(1);
  private static RawServer server;

  @BeforeAll
  static void open() {
    server =
        new RawServer(
            "127.0.0.1",
            0,
            (path, out) -> {
              if (path.startsWith("/hop")) {
                int left = Integer.parseInt(path.substring("/hop".length()));
                redirect(out, left == 0 ? "/good" : "/hop" + (left - 1));
              } else {
                ANSWERS.getOrDefault(path.substring(1), GONE).write(path, out);
              }
            });
  }

  @AfterAll
  static void close() {
    OVER.countDown();
    server.close();
  }

  private static Map<String, RawServer.Answer> answers() {
    Map<String, RawServer.Answer> answers = new LinkedHashMap<>();
    answers.put("good", whole(OK + "Content-Length: 3\r\n\r\ncat"));
    answers.put("until-the-end", whole(OK + "\r\ncat"));
    answers.put("too-short", whole(OK + "Content-Length: 9\r\n\r\ncat"));
    answers.put("no-number", whole(OK + "Content-Length: x\r\n\r\ncat"));
    answers.put("below-zero", whole(OK + "Content-Length: -1\r\n\r\ncat"));
    answers.put("two-lengths", whole(OK + "Content-Length: 3\r\nContent-Length: 4\r\n\r\ncats"));
    answers.put("claims-a-terabyte", endless(OK + "Content-Length: 1099511627776\r\n\r\n"));
    answers.put("endless", endless(OK + "\r\n"));
    answers.put("endless-head", endless(OK + "X-Long: "));
    answers.put("endless-line", endless("HTTP/1.1 200 "));
    answers.put("endless-chunk", endless(OK + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n"));
    answers.put("no-chunk", whole(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\ncat\r\n0\r\n\r\n"));
    answers.put("chunk-cut-off", whole(OK + "Transfer-Encoding: chunked\r\n\r\n9\r\ncat"));
    answers.put("endless-lists", repeated(OK, "X-A: b\r\n"));
    answers.put("endless-patience", repeated("", "HTTP/1.1 100 Continue\r\n\r\n"));
    answers.put("silent", (_, _) -> awaitEnd());
    answers.put("half-a-head", slow("HTTP/1.1 200"));
    answers.put("half-a-body", slow(OK + "Content-Length: 9\r\n\r\ncat"));
    answers.put("hangs-up", (_, _) -> {});
    answers.put("no-http", whole("SSH-2.0-OpenSSH_9.7\r\n"));
    answers.put("redis", whole("-ERR unknown command 'GET'\r\n"));
    answers.put("zeros", whole("\0".repeat(100)));
    answers.put(
        "another-protocol", whole("HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\n\r\n"));
    answers.put("nothing", whole("HTTP/1.1 204 No Content\r\n\r\n"));
    answers.put("a-part", whole("HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\n\r\ncat"));
    answers.put("status-999", whole("HTTP/1.1 999 Odd\r\nContent-Length: 3\r\n\r\ncat"));
    answers.put("unchanged", whole("HTTP/1.1 304 Not Modified\r\nLocation: /good\r\n\r\n"));
    answers.put("asks-for-a-password", whole("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\n\r\n"));
    answers.put("fails", whole("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\ncat"));
    answers.put("nowhere", whole("HTTP/1.1 302 Found\r\n\r\n"));
    answers.put(
        "two-places", whole("HTTP/1.1 302 Found\r\nLocation: /loop\r\nLocation: /good\r\n\r\n"));
    answers.put("loop", (_, out) -> redirect(out, "/loop"));
    answers.put("in-turns", (_, out) -> redirect(out, "/in-turns-2"));
    answers.put("in-turns-2", (_, out) -> redirect(out, "/in-turns"));
    for (String place :
        List.of(
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "gopher://127.0.0.1:70/_a",
            "data:image/png;base64,AAAA",
            "jar:http://127.0.0.1/a!/b",
            "javascript:1",
            "mailto:a",
            "http://",
            "http://user@127.0.0.1/",
            "//[",
            "http://127.0.0.1:99999/",
            "\\\\127.0.0.1\\a")) {
      answers.put("to-" + answers.size(), (_, out) -> redirect(out, place));
    }
    return answers;
  }

  @Test
  void aFileComesWhole() {
    assertThat(fetched("/good")).isEqualTo("cat");
    assertThat(fetched("/until-the-end")).isEqualTo("cat");
    assertThat(fetched("/hop2")).isEqualTo("cat");
  }

  @Test
  void nothingElseComesAndNoPlaceIsHeld() {
    PublicFiles one = files(LONG);
    PublicFiles hasty = files(Duration.ofSeconds(1));
    ANSWERS.keySet().stream()
        .filter(name -> !name.equals("good") && !name.equals("until-the-end"))
        .forEach(name -> notFetched(SLOW.contains(name) ? hasty : one, "/" + name));
    for (int hops : new int[] {3, 4, 10}) {
      notFetched(one, "/hop" + hops);
    }
    assertThat(one.fetch("acme", url("/good")).block()).asString(ISO_8859_1).isEqualTo("cat");
    // One that is hasty may be too late for a good file, but never finds its place taken.
    assertThat(hasty.fetch("acme", url("/gone")).materialize().block().getThrowable())
        .isInstanceOf(NotFetched.class);
  }

  @Test
  void whatNeverEndsTakesLittleMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String name :
        List.of(
            "endless",
            "endless-chunk",
            "claims-a-terabyte",
            "endless-head",
            "endless-line",
            "endless-lists")) {
      notFetched(files(LONG), "/" + name);
      long before = threads.getTotalThreadAllocatedBytes();
      notFetched(files(LONG), "/" + name);
      assertThat(threads.getTotalThreadAllocatedBytes() - before)
          .as(name)
          .isLessThan(32L * MEGABYTE);
    }
  }

  /** A file is what its bytes are: nobody unpacks them. */
  @Test
  void aPackedFileStaysPacked() throws IOException {
    byte[] packed = packed(10 * MEGABYTE);
    try (RawServer packing =
        new RawServer(
            "127.0.0.1",
            0,
            (_, out) -> {
              String head = OK + "Content-Encoding: gzip\r\nContent-Length: " + packed.length;
              out.write((head + "\r\n\r\n").getBytes(ISO_8859_1));
              out.write(packed);
              out.flush();
            })) {
      String url = "http://127.0.0.1:" + packing.port() + "/";
      assertThat(files(LONG).fetch("acme", url).block()).isEqualTo(packed);
      assertThat(packing.heads()).noneMatch(head -> head.contains("ccept-Encoding"));
    }
  }

  private static RawServer.Answer whole(String text) {
    return (_, out) -> {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    };
  }

  /** Goes on until who asked hangs up. */
  private static RawServer.Answer endless(String start) {
    return (_, out) -> {
      out.write(start.getBytes(ISO_8859_1));
      while (true) {
        out.write(CHUNK);
      }
    };
  }

  private static RawServer.Answer repeated(String start, String more) {
    return (_, out) -> {
      out.write(start.getBytes(ISO_8859_1));
      while (true) {
        out.write(more.getBytes(ISO_8859_1));
      }
    };
  }

  /** Begins, and says no more. */
  private static RawServer.Answer slow(String start) {
    return (_, out) -> {
      out.write(start.getBytes(ISO_8859_1));
      out.flush();
      awaitEnd();
    };
  }

  private static void awaitEnd() {
    try {
      OVER.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void redirect(OutputStream out, String place) throws IOException {
    whole("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + place + "\r\n\r\n")
        .write("", out);
  }

  private static byte[] packed(int zeros) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[zeros]);
    }
    return packed.toByteArray();
  }

  private static void notFetched(PublicFiles files, String path) {
    assertThatExceptionOfType(NotFetched.class)
        .as(path)
        .isThrownBy(() -> files.fetch("acme", url(path)).block(LONG));
  }

  private static String fetched(String path) {
    return new String(files(LONG).fetch("acme", url(path)).block(LONG), ISO_8859_1);
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  /** That fetches one file at once. */
  private static PublicFiles files(Duration timeout) {
    return new PublicFiles(
        new OutboundSettings(true, List.of(443), List.of("127.0.0.1/32"), timeout, MAX_BYTES, 1));
  }
}
