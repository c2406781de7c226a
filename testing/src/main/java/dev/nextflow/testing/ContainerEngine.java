package dev.nextflow.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** Tells whether containers can be started here. */
interface ContainerEngine {

  /** Whether an engine answers and has the image: tests never pull one. */
  boolean has(String image);

  /** The engine that Testcontainers finds. */
  final class Docker implements ContainerEngine {

    private static final List<String> SOCKETS =
        List.of(
            "/var/run/docker.sock",
            System.getProperty("user.home") + "/.docker/run/docker.sock",
            System.getenv("XDG_RUNTIME_DIR") + "/docker.sock");

    @Override
    public boolean has(String image) {
      if (!mayBeThere() || !DockerClientFactory.instance().isDockerAvailable()) {
        return false;
      }
      try {
        DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
        return true;
      } catch (NotFoundException absent) {
        return false;
      }
    }

    // Testcontainers takes seconds to find nothing, and logs an error.
    private static boolean mayBeThere() {
      return System.getenv("DOCKER_HOST") != null
          || SOCKETS.stream().map(Path::of).anyMatch(Files::exists);
    }
  }
}
