package dev.nextflow.local.clients;

import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test of clients, as its {@link URI} parameter, the address of one whole platform with
 * the tiny bundle. It is started for the first of them and stopped after the last.
 */
final class SharedPlatform implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedPlatform.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == URI.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(LocalPlatform.class, _ -> start(), LocalPlatform.class)
        .address();
  }

  private static LocalPlatform start() {
    try {
      Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "clients");
      Path tiny = Path.of(System.getProperty("nextflow.bundles"), "tiny");
      return LocalPlatform.start(new LocalFolder(home), tiny, 0);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
