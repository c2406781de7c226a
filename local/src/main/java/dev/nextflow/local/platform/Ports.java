package dev.nextflow.local.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback address. */
final class Ports {

  private Ports() {}

  /** The wanted port, or a free one if somebody has it. */
  static int freeOr(int wanted) throws IOException {
    try {
      return bind(wanted);
    } catch (IOException taken) {
      return free();
    }
  }

  /** A port that nobody has at this moment. */
  static int free() throws IOException {
    return bind(0);
  }

  private static int bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    }
  }
}
