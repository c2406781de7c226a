package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.TestNames;
import dev.nextflow.jobs.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** A receiver is who it says it is, or gets nothing. */
@Timeout(120)
class TlsTest {

  private static final String PASSWORD = "password";
  private static final String NAME = "receiver.example";

  @TempDir private static Path folder;
  private static KeyStore certificate;
  private static Receiver receiver;

  @BeforeAll
  static void open() throws Exception {
    certificate = selfSigned();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(certificate, PASSWORD.toCharArray());
    GenericSslContextSpec<?> server = Http11SslContextSpec.forServer(keys);
    receiver = new Receiver("127.0.0.1", http -> http.secure(ssl -> ssl.sslContext(server)));
  }

  @AfterAll
  static void close() {
    receiver.close();
  }

  @Test
  void aReceiverWithATrustedCertificateOfItsNameIsTold() {
    assertThat(sent(NAME, TlsTest::trusting).status()).isEqualTo(204);
  }

  @Test
  void aCertificateOfAnotherNameIsNotEnough() {
    int before = receiver.hits().size();

    assertThat(sent("other.example", TlsTest::trusting).failure()).isEqualTo(Failure.TLS_FAILED);

    assertThat(receiver.hits()).hasSize(before);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotEnough() {
    int before = receiver.hits().size();

    assertThat(sent(NAME, http -> http).failure()).isEqualTo(Failure.TLS_FAILED);

    assertThat(receiver.hits()).hasSize(before);
  }

  private static Attempt sent(String name, UnaryOperator<HttpClient> trust) {
    WebhookSettings settings = TestSettings.patient();
    SecretVault vault = new SecretVault(settings);
    EndpointId endpoint = EndpointId.random();
    SealedSecrets secrets =
        new SealedSecrets(vault.seal(WebhookSecret.random(), endpoint), null, 0);
    return new Sender(
            vault,
            settings,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            Traces.NONE,
            http -> trust.apply(http).resolver(new TestNames(lookup -> List.of("127.0.0.1"))))
        .send(
            new Sender.Target(endpoint, "https://" + name + ":" + receiver.port() + "/", secrets),
            DeliveryId.random(),
            "{}",
            null)
        .blockOptional()
        .orElseThrow();
  }

  private static HttpClient trusting(HttpClient http) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(certificate);
      GenericSslContextSpec<?> client =
          Http11SslContextSpec.forClient().configure(builder -> builder.trustManager(trust));
      return http.secure(ssl -> ssl.sslContext(client));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static KeyStore selfSigned()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("receiver.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + NAME,
                "-ext",
                "san=dns:" + NAME,
                "-ext",
                "bc=ca:true",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      own.load(in, PASSWORD.toCharArray());
    }
    // As a receiver has it, and as others trust it, in one store.
    own.setCertificateEntry("trusted", own.getCertificate("receiver"));
    return own;
  }
}
