package dev.nextflow.local.platform;

import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One service as a Spring context of its own beside the others.
 *
 * @param application its main class
 * @param settings what differs from running alone; stronger than its files and the environment
 */
record ServiceContext(Class<?> application, Map<String, Object> settings) {

  /** Starts it; returns when it is ready. */
  ConfigurableApplicationContext start() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.config.location=optional:" + ownConfiguration());
    // The registry of the JVM is shared; each service counts for itself.
    arguments.add("--management.metrics.use-global-registry=false");
    settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return new SpringApplicationBuilder(application)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .run(arguments.toArray(String[]::new));
  }

  /**
   * The service's own application.yml. All four lie on one class path under the same name, where
   * only the first would ever be found: hence by the jar that the service itself comes from.
   */
  private String ownConfiguration() {
    CodeSource source = application.getProtectionDomain().getCodeSource();
    URL location = source.getLocation();
    return location.getPath().endsWith("/")
        ? location + "application.yml"
        : "jar:" + location + "!/application.yml";
  }
}
