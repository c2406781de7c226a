package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.local.journeys.Api.Answer;
import dev.nextflow.local.journeys.ReadPictures.Read;
import dev.nextflow.local.journeys.RefusedPictures.Refused;
import dev.nextflow.local.platform.TwoServices;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.UnderstandingWork;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Pictures as strangers send them, through the public door to the real decoder: each becomes the
 * codes that a plain picture of the same pixels becomes, or is refused by its place and rule.
 */
class HostilePicturesIT {

  private static final String PLACE = "messages[0].content[0]";
  private static final int MEGABYTE = 1 << 20;

  private static final List<String> INSIDE =
      List.of("Exception", "dev.nextflow", "javax", "twelvemonkeys", "127.0.0.1", "/tmp", ".java");

  private static final List<Refused> REFUSED = RefusedPictures.all();
  private static final List<Read> READ = ReadPictures.all();

  /** Codes of plain pictures that were asked for. */
  private static final Map<byte[], List<ScaleCodes>> PLAIN = new IdentityHashMap<>();

  /** Of a table it helps to see all that fails. */
  private final SoftAssertions all = new SoftAssertions();

  private static TwoServices services;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    services =
        new TwoServices(
            home,
            TestBundles.tiny(),
            Map.of(
                "nextflow.outbound.lax", "true",
                "nextflow.outbound.allowed-networks", "127.0.0.1/32"));
    api = new Api(services.address());
  }

  @AfterEach
  void nothingFailed() {
    all.assertAll();
  }

  @AfterAll
  static void stop() {
    api.close();
    services.close();
  }

  @Test
  void whatIsNoPictureIsRefusedByItsPlaceAndRule() throws Exception {
    assertThat(REFUSED).hasSizeGreaterThan(80);
    for (Refused each : REFUSED) {
      refused(each.name(), asked(sent(each.mediaType(), each.file())), each.rule());
    }
  }

  @Test
  void whatIsOneIsReadAsAPlainPictureOfTheSamePixels() throws Exception {
    assertThat(READ).hasSizeGreaterThan(35);
    for (Read each : READ) {
      String about = each.name();
      Answer answer = asked(sent(each.mediaType(), each.file()));
      all.assertThat(answer.status()).as(about + " " + text(answer)).isEqualTo(202);
      if (answer.status() != 202) {
        continue;
      }
      Lease lease = taken(about, answer);
      all.assertThat(codes(lease).equals(plain(each))).as(about).isTrue();
      assertThat(lease.work()).as(about).doesNotContain(ReadPictures.SECRET);
      assertThat(text(answer)).as(about).doesNotContain(ReadPictures.SECRET);
    }
  }

  @Test
  void theSameHoldsForFilesElsewhere() throws Exception {
    DisposableServer elsewhere =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, answer) -> {
              int number = Integer.parseInt(request.uri().replaceAll("\\D", ""));
              byte[] file =
                  number < REFUSED.size()
                      ? REFUSED.get(number).file()
                      : READ.get(number - REFUSED.size()).file();
              // What a server says of a file proves nothing.
              return answer.header("Content-Type", "text/html").sendByteArray(Mono.just(file));
            })
            .bindNow();
    try {
      String url = "http://127.0.0.1:" + elsewhere.port() + "/";
      for (int i = 0; i < REFUSED.size(); i++) {
        Refused each = REFUSED.get(i);
        // Nobody said what it is.
        if (!each.rule().equals(RefusedPictures.TYPE)) {
          refused(each.name(), asked(elsewhere(url + i)), each.rule());
        }
      }
      for (int i = 0; i < READ.size(); i += 4) {
        Read each = READ.get(i);
        Lease lease = taken(each.name(), asked(elsewhere(url + (REFUSED.size() + i))));
        assertThat(codes(lease)).as(each.name()).isEqualTo(plain(each));
      }
    } finally {
      elsewhere.disposeNow();
    }
  }

  @Test
  void whatIsNotWrittenAsAPictureIsRefusedByItsField() throws Exception {
    String data = HostilePictures.base64(READ.getFirst().file());
    Map<String, String> places = new HashMap<>();
    places.put("\"data\":\"\",\"media_type\":\"image/png\"", "data");
    places.put("\"data\":\"====\",\"media_type\":\"image/png\"", "data");
    places.put("\"data\":\" " + data + "\",\"media_type\":\"image/png\"", "data");
    places.put(
        "\"data\":\"data:image/png;base64," + data + "\",\"media_type\":\"image/png\"", "data");
    places.put("\"data\":[137,80,78,71],\"media_type\":\"image/png\"", "data");
    for (String type :
        List.of(
            "",
            "png",
            "image/gif",
            "image/svg+xml",
            "IMAGE/PNG",
            "image/png;a=b",
            "image/*",
            "text/html",
            "application/octet-stream",
            "image/png\\r\\nX-A: b")) {
      places.put("\"data\":\"" + data + "\",\"media_type\":\"" + type + "\"", "media_type");
    }
    places.put("\"data\":\"" + data + "\"", "media_type");
    for (var each : places.entrySet()) {
      Answer answer = asked("{\"type\":\"image\"," + each.getKey() + "}");
      all.assertThat(answer.status()).as(each.getKey()).isEqualTo(400);
      all.assertThat(answer.json().objects("errors").getFirst().text("field"))
          .as(each.getKey())
          .isEqualTo(PLACE + "." + each.getValue());
    }
  }

  /**
   * What a file claims costs nothing; the bound is far below what most of these would unpack to.
   */
  @Test
  void noFileCostsMoreMemoryThanItsOwnPixels() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Refused each : REFUSED) {
      long before = threads.getTotalThreadAllocatedBytes();
      asked(sent(each.mediaType(), each.file()));
      long allocated = threads.getTotalThreadAllocatedBytes() - before;
      all.assertThat(allocated).as(each.name()).isLessThan(24 * MEGABYTE);
    }
    for (Read each : READ) {
      long before = threads.getTotalThreadAllocatedBytes();
      taken(each.name(), asked(sent(each.mediaType(), each.file())));
      long allocated = threads.getTotalThreadAllocatedBytes() - before;
      all.assertThat(allocated).as(each.name()).isLessThan(24 * MEGABYTE);
    }
  }

  /** A leak of one file in five would be seen. */
  @Test
  void nothingStaysInMemory() throws Exception {
    byte[] noise = new byte[650_000];
    new Random(7).nextBytes(noise);
    List<byte[]> files =
        List.of(
            noise,
            HostilePictures.withChunk(READ.getFirst().plain(), "tEXt", noise),
            HostilePictures.concat(READ.getFirst().plain(), noise),
            HostilePictures.withChunk(READ.getFirst().plain(), "IDAT", noise));
    round(files);
    round(files);
    long heap = heapBytes();
    long direct = directBytes();
    for (int i = 0; i < 20; i++) {
      round(files);
    }
    long leak = 20L * noise.length * files.size() / 5;
    assertThat(heapBytes() - heap).as("heap").isLessThan(leak);
    assertThat(directBytes() - direct).as("direct memory").isLessThan(leak);
  }

  private static void round(List<byte[]> files) throws Exception {
    for (byte[] file : files) {
      Answer answer = asked(sent("image/png", file));
      assertThat(answer.status()).isIn(202, 400);
      if (answer.status() == 202) {
        taken("", answer);
      }
    }
  }

  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static long directBytes() {
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return buffers + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  private static List<ScaleCodes> plain(Read read) throws Exception {
    List<ScaleCodes> codes = PLAIN.get(read.plain());
    if (codes == null) {
      codes = codes(taken("plain " + read.name(), asked(sent("image/png", read.plain()))));
      PLAIN.put(read.plain(), codes);
    }
    return codes;
  }

  private void refused(String about, Answer answer, String rule) {
    all.assertThat(text(answer))
        .as(about)
        .contains("\"code\":\"invalid-picture\"")
        .endsWith("\"errors\":[{\"field\":\"" + PLACE + "\",\"rule\":\"" + rule + "\"}]}")
        .doesNotContain(INSIDE.toArray(String[]::new));
    all.assertThat(answer.status()).as(about).isEqualTo(400);
  }

  private static Lease taken(String about, Answer answer) {
    assertThat(answer.status()).as(about + " " + text(answer)).isEqualTo(202);
    return ended(services.taken(answer.json().text("id")));
  }

  private static Lease ended(Lease lease) {
    services.queue().finish(lease, new Outcome.Cancelled()).block();
    return lease;
  }

  private static List<ScaleCodes> codes(Lease lease) {
    return JsonMapper.shared()
        .readValue(lease.work(), UnderstandingWork.class)
        .pictures()
        .getFirst()
        .codes();
  }

  private static Answer asked(String picture) throws Exception {
    return api.post(
        "/v1/understandings",
        "{\"messages\":[{\"role\":\"user\",\"content\":["
            + picture
            + ",{\"type\":\"text\",\"text\":\"?\"}]}]}");
  }

  private static String sent(String mediaType, byte[] file) {
    return "{\"type\":\"image\",\"media_type\":\"%s\",\"data\":\"%s\"}"
        .formatted(mediaType, HostilePictures.base64(file));
  }

  private static String elsewhere(String url) {
    return "{\"type\":\"image\",\"url\":\"" + url + "\"}";
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
