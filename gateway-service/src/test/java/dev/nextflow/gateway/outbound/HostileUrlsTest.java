package dev.nextflow.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.RawServer;
import dev.nextflow.gateway.testbed.TestNames;
import dev.nextflow.testing.Eventually;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * URLs of pictures that lead inside, straight and by a redirect, through the public door. One
 * address stands for the public internet; whoever listens at any other must hear nothing, and who
 * asked must not learn whether somebody listens there.
 */
@TestPropertySource(
    properties = {
      "nextflow.outbound.lax=true",
      "nextflow.outbound.allowed-networks=" + HostileUrlsTest.PUBLIC + "/32",
      "nextflow.outbound.timeout=60s"
    })
@Import(HostileUrlsTest.Names.class)
class HostileUrlsTest extends GatewayTest {

  static final String PUBLIC = "127.0.0.99";

  private static final String PLACE = "messages[0].content[0]";
  private static final String NOT_FETCHED =
      "url must lead to a file that a public address gives out whole, in time and not too large";

  /** What names mean here; any other name is nobody's. */
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("public.example", List.of(PUBLIC)),
          Map.entry("localhost", List.of("127.0.0.1", "::1")),
          Map.entry("ip6-localhost", List.of("::1")),
          Map.entry("127.0.0.1.nip.example", List.of("127.0.0.1")),
          Map.entry("xn--nxasmq6b.example", List.of("127.0.0.1")),
          Map.entry("this-host.example", List.of("0.0.0.0")),
          Map.entry("any.example", List.of("::")),
          Map.entry("mapped.example", List.of("::ffff:127.0.0.1")),
          Map.entry("nat64.example", List.of("64:ff9b::7f00:1")),
          Map.entry("metadata", List.of("169.254.169.254")),
          Map.entry("metadata.google.internal", List.of("169.254.169.254")),
          Map.entry("instance-data.ec2.internal", List.of("169.254.169.254", "fd00:ec2::254")),
          Map.entry("redis", List.of("10.0.0.7")),
          Map.entry("kubernetes.default.svc", List.of("10.96.0.1")),
          Map.entry("router.example", List.of("192.168.0.1", "fe80::1")),
          Map.entry("many.example", List.of("10.0.0.1", "172.16.0.1", "127.0.0.1", "::1")),
          // Nobody listens at the first, at this port, so the others are looked at.
          Map.entry("mixed.example", List.of(PUBLIC, "127.0.0.1", "::1")));

  /** Of a table it helps to see all that fails. */
  private final SoftAssertions all = new SoftAssertions();

  private static TestNames names;
  private static RawServer canary;
  private static RawServer inside;
  private static RawServer internet;
  private static RawServer besideInternet;

  @BeforeAll
  static void open() {
    names = new TestNames(HostileUrlsTest::addresses);
    canary = new RawServer("::", 0, HostileUrlsTest::file);
    inside = new RawServer("127.0.0.1", 0, HostileUrlsTest::file);
    internet = new RawServer(PUBLIC, 0, HostileUrlsTest::answer);
    besideInternet = new RawServer("127.0.0.1", internet.port(), HostileUrlsTest::file);
  }

  @AfterEach
  void nothingFailed() {
    all.assertAll();
  }

  @AfterAll
  static void close() {
    Stream.of(canary, inside, internet, besideInternet).forEach(RawServer::close);
  }

  private static List<String> addresses(String name, int lookup) {
    if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
      return List.of(name);
    }
    if (name.equals("rebind.example")) {
      return List.of(lookup % 2 == 0 ? PUBLIC : "127.0.0.1");
    }
    return NAMES.getOrDefault(name, List.of());
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Names {

    @Bean
    @Primary
    PublicFiles filesWithOurNames(OutboundSettings settings) {
      return new PublicFiles(settings, http -> http.resolver(names));
    }
  }

  @Test
  void whatMayBeFetchedIsAndTheCanariesHearWhatIsDialled() throws IOException {
    assertThat(asked(internet("/file")).status()).isEqualTo(202);
    assertThat(asked("http://public.example:" + internet.port() + "/file").status()).isEqualTo(202);
    assertThat(asked(redirect(302, "/file")).status()).isEqualTo(202);
    for (RawServer each : List.of(canary, inside, besideInternet)) {
      int before = each.connections();
      String host = each == canary ? "::1" : "127.0.0.1";
      new Socket(host, each.port()).close();
      Eventually.get(
          "a connection",
          Duration.ofSeconds(60),
          () -> Optional.of(each.connections()).filter(now -> now == before + 1));
    }
  }

  @Test
  void noFormOfAUrlLeadsInside() {
    int heard = heard();
    Set<String> forms = new HashSet<>();
    for (String form : forms()) {
      String open = form.formatted(canary.port());
      String told = refused(open, asked(open)).text();
      // The same to a port where nobody listens.
      all.assertThat(asked(form.formatted(1)).text()).as(open).isEqualTo(told);
      forms.add(form);
    }
    assertThat(forms).hasSizeGreaterThan(140);
    assertThat(heard()).isEqualTo(heard);
  }

  @Test
  void noRedirectLeadsInside() {
    int heard = heard();
    int asked = internet.connections();
    // No place at all is read as the server's own root.
    forms().stream()
        .filter(form -> !form.isEmpty())
        .forEach(form -> refusedAsNotFetched(redirect(302, form.formatted(canary.port()))));
    for (int status : new int[] {301, 303, 307, 308}) {
      refusedAsNotFetched(redirect(status, "http://127.0.0.1:" + canary.port() + "/"));
    }
    assertThat(internet.connections()).isGreaterThan(asked + 140);
    assertThat(heard()).isEqualTo(heard);
  }

  @Test
  void aNameLeadsNoFurtherThanItsAddress() {
    int heard = heard();
    for (String name : NAMES.keySet()) {
      for (String host : List.of(name, name.toUpperCase(Locale.ROOT))) {
        for (int port : new int[] {canary.port(), inside.port(), 1}) {
          // One canary listens at the public address as well.
          boolean mayBe =
              NAMES.get(name).contains(PUBLIC)
                  && (port == canary.port() || NAMES.get(name).size() == 1);
          if (!mayBe) {
            String url = "http://" + host + ":" + port + "/";
            refusedAsNotFetched(url);
            refusedAsNotFetched(redirect(307, url));
          }
        }
      }
    }
    // As one that is nobody's.
    refusedAsNotFetched("http://nobody.example/");
    assertThat(heard()).isEqualTo(heard);
  }

  @Test
  void aNameThatMeansSomethingElseTheNextMomentGainsNothing() {
    int heard = heard();
    String url = "http://rebind.example:" + internet.port();
    int fetched = 0;
    for (int i = 0; i < 20; i++) {
      Answer answer = asked(url + "/file");
      fetched += answer.status() == 202 ? 1 : 0;
      assertThat(answer.status()).as(answer.text()).isIn(202, 400);
    }
    assertThat(fetched).isEqualTo(10);
    // The first look-up is good, the one of the redirect is not.
    for (int i = 0; i < 10; i++) {
      asked(url + "/to?302%20" + url + "/file");
    }
    assertThat(heard()).isEqualTo(heard);
  }

  @Test
  void aUrlIsHeldToTheRulesOfItsText() {
    Map<String, String> rules =
        Map.of(
            "ftp://public.example/",
            "url must begin with https://",
            "http://u@public.example/",
            "url must not carry a user or password",
            "http://public.example/#a",
            "url must not carry a fragment",
            "http://public.example./",
            "url must name a public host",
            "http://public.example/" + "a".repeat(2048),
            "url must be an absolute URL in ASCII of at most 2048 characters");
    rules.forEach((url, rule) -> {
      Answer answer = asked(url);
      assertThat(refused(url, answer).json().at("/errors/0/rule").stringValue()).isEqualTo(rule);
    });
  }

  @Test
  void nothingThatIsWrittenInAPathBecomesAHeader() {
    asked(internet("/file%0d%0aX-Smuggled:%20yes"));
    asked(redirect(302, "/file%0d%0aX-Smuggled:%20yes"));
    assertThat(internet.heads()).noneMatch(head -> head.contains("\nX-Smuggled"));
    assertThat(internet.heads()).allMatch(head -> head.split("\n")[0].endsWith(" HTTP/1.1"));
    assertThat(internet.heads())
        .noneMatch(head ->
            head.toLowerCase(Locale.ROOT).matches("(?s).*\n(cookie|authorization|referer):.*"));
  }

  private static List<String> forms() {
    return Stream.concat(UrlForms.ADDRESSES.stream(), UrlForms.DISGUISES.stream())
        .distinct()
        .toList();
  }

  private static int heard() {
    return canary.connections() + inside.connections() + besideInternet.connections();
  }

  private void refusedAsNotFetched(String url) {
    Answer answer = refused(url, asked(url));
    all.assertThat(answer.json().at("/errors/0/rule").stringValue(""))
        .as(url)
        .isEqualTo(NOT_FETCHED);
    all.assertThat(answer.json().at("/code").stringValue("")).as(url).isEqualTo("invalid-picture");
  }

  private Answer refused(String url, Answer answer) {
    String about = url + " " + answer.text();
    all.assertThat(answer.status()).as(about).isEqualTo(400);
    all.assertThat(answer.json().at("/errors/0/field").stringValue("")).as(about).startsWith(PLACE);
    all.assertThat(answer.text())
        .as(about)
        .doesNotContain("127.0.0", "Exception", "::1", "refused");
    return answer;
  }

  private Answer asked(String url) {
    return api.post(
        "/v1/understandings",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"url\":"
            + JsonMapper.shared().writeValueAsString(url)
            + "},{\"type\":\"text\",\"text\":\"?\"}]}]}");
  }

  private static String internet(String path) {
    return "http://" + PUBLIC + ":" + internet.port() + path;
  }

  /** The place is written so that any bytes can stand in it. */
  private static String redirect(int status, String location) {
    StringBuilder hex = new StringBuilder();
    for (byte each : location.getBytes(UTF_8)) {
      hex.append("%02x".formatted(each));
    }
    return internet("/to?" + status + "-" + hex);
  }

  private static void answer(String path, OutputStream out) throws IOException {
    if (!path.startsWith("/to?")) {
      file(path, out);
      return;
    }
    String[] redirect = path.substring("/to?".length()).split("-|%20", 2);
    byte[] location =
        redirect[1].matches("([0-9a-f]{2})*")
            ? HexFormat.of().parseHex(redirect[1])
            : redirect[1].getBytes(UTF_8);
    out.write(("HTTP/1.1 " + redirect[0] + " Elsewhere\r\nLocation: ").getBytes(UTF_8));
    out.write(location);
    out.write("\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
    out.flush();
  }

  private static void file(String path, OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ncat".getBytes(UTF_8));
    out.flush();
  }
}
