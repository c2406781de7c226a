package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class AccessSettingsTest {

  private static final String KEY = "zebrafinch-zebrafinch-zebrafinch-zebrafinch";

  @Test
  void nobodyGetsInUnlessSomethingIsSaid() {
    AccessSettings settings = read();

    assertThat(settings.mode()).isEqualTo(AccessSettings.Mode.KEYS);
    assertThat(settings.hashOfAdminKey()).isNull();
    assertThat(settings.jwt()).isNull();
  }

  @Test
  void theAdminsKeyCanBeGivenByItsHash() {
    String hash = Objects.requireNonNull(read("admin-key=" + KEY).hashOfAdminKey());

    assertThat(hash).isEqualTo(KeyHash.of(KEY));
    assertThat(read("admin-key-hash=" + hash).hashOfAdminKey()).isEqualTo(hash);
  }

  @Test
  void whatIsTooEasyToGuessIsRefusedWithoutBeingSaid(CapturedOutput output) {
    assertThatThrownBy(() -> read("admin-key=zebrafinch"))
        .rootCause()
        .hasMessage("nextflow.gateway.access.admin-key must have at least 32 characters");
    assertThatThrownBy(() -> read("admin-key-hash=zebrafinch"))
        .rootCause()
        .hasMessageContaining("must be a SHA-256");

    assertThat(output.getAll()).contains("at least 32 characters").doesNotContain("zebrafinch");
  }

  @Test
  void settingsDoNotTellTheirSecrets() {
    AccessSettings settings = read("admin-key=" + KEY);

    assertThat(settings.toString()).doesNotContain("zebrafinch", KeyHash.of(KEY));
  }

  private static AccessSettings read(String... settings) {
    String[] arguments = new String[settings.length];
    for (int i = 0; i < settings.length; i++) {
      arguments[i] = "--nextflow.gateway.access." + settings[i];
    }
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(AccessConfiguration.class)
            .web(WebApplicationType.NONE)
            .run(arguments)) {
      return context.getBean(AccessSettings.class);
    }
  }
}
