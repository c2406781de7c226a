package dev.nextflow.redisserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** As much of Redis's protocol as these tests need: one line in, one value out. */
final class RespClient {

  private RespClient() {}

  /** A status as {@code +OK}, a string without its length. */
  static String ask(int port, String command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String first = answer.readLine();
      return first.startsWith("$")
          ? answer.readLine()
          : first.startsWith("*") ? last(first, answer) : first;
    }
  }

  static String setting(int port, String name) throws IOException {
    return ask(port, "CONFIG GET " + name);
  }

  private static String last(String head, BufferedReader answer) throws IOException {
    String value = "";
    for (int i = 0; i < Integer.parseInt(head.substring(1)); i++) {
      answer.readLine();
      value = answer.readLine();
    }
    return value;
  }
}
