package dev.nextflow.gateway.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What strangers send where a JSON object is asked for, by what is wrong with it. */
final class HostileBodies {

  private static final int DEEP = 100_000;

  /** Numbers, as they are written, that no field of any route can hold. */
  static final List<String> NUMBERS =
      List.of("1e400", "-1e400", "1e999999999", "9".repeat(64), "-" + "9".repeat(63));

  /** Strings, as they are written with their quotes, that no field of any route can hold. */
  static final List<String> STRINGS =
      List.of(
          "\"\\ud800\"",
          "\"a\\udc00b\"",
          "\"\\udc00\\ud800\"",
          "\"a\\u0000b\"",
          "\"\\u001b[2J\"",
          "\"a\\u0085b\"",
          "\"" + "a".repeat(100_001) + "\"");

  /** Names of fields that no route has. */
  static final List<String> NAMES =
      List.of(
          "",
          "\\ud800",
          "a\\udc00b",
          "\\u0000",
          "\\r\\nSet-Cookie: a=b",
          "\\u202e",
          "\\ud83d\\ude80",
          "__proto__",
          "$ref",
          "@class",
          "<script>alert(1)</script>",
          "${jndi:ldap://a/b}",
          "constructor.prototype",
          "prompt\\u0000",
          "Prompt",
          " prompt");

  private HostileBodies() {}

  /** Bodies that are no JSON object, or not only that, made of a good one. */
  static Map<String, byte[]> noObjects(String good) {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("blank", utf8("  "));
    for (String other : List.of("null", "true", "7", "\"a\"", "[]", "[" + good + "]")) {
      bodies.put(other.length() < 9 ? other : "a list of it", utf8(other));
    }
    for (String end : List.of("x", "]", "}", ",", "\u0000", good, "//", "\ufeff")) {
      bodies.put("followed by " + (end.length() < 9 ? end : "itself"), utf8(good + end));
    }
    bodies.put("cut off", utf8(good.substring(0, good.length() - 1)));
    bodies.put("a byte order mark", utf8("\ufeff" + good));
    bodies.put("UTF-16", good.getBytes(StandardCharsets.UTF_16));
    bodies.put("UTF-16LE", good.getBytes(StandardCharsets.UTF_16LE));
    bodies.put("UTF-32", good.getBytes(StandardCharsets.UTF_32));
    bodies.put("packed", gzip(utf8(good)));
    bodies.put("packed zeros", gzip(new byte[10_000_000]));
    bodies.put("no UTF-8", "{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1));
    bodies.put("UTF-8 cut in two", "{\"a\":\"\u00e2\u0082\"}".getBytes(ISO_8859_1));
    bodies.put("an overlong quote", "{\"a\":\"\u00c0\u00a2\"}".getBytes(ISO_8859_1));
    bodies.put("a surrogate in UTF-8", "{\"a\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1));
    bodies.put("beyond Unicode", "{\"a\":\"\u00f4\u0090\u0080\u0080\"}".getBytes(ISO_8859_1));
    bodies.put("deep lists", utf8("[".repeat(DEEP)));
    bodies.put("deep lists that end", utf8("{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}"));
    bodies.put("deep objects", utf8("{\"a\":".repeat(DEEP)));
    bodies.put("deep objects that end", utf8("{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP)));
    bodies.put("a name twice", utf8("{\"a\":1,\"a\":1}"));
    bodies.put("a name twice, written in two ways", utf8("{\"a\":1,\"\\u0061\":1}"));
    bodies.put("a name twice within", utf8("{\"a\":[{\"b\":1,\"b\":1}]}"));
    bodies.put("a name of 100,000 letters", utf8("{\"" + "a".repeat(100_000) + "\":1}"));
    bodies.put("a million digits", utf8("{\"a\":" + "9".repeat(1_000_000) + "}"));
    bodies.put("a million decimals", utf8("{\"a\":0." + "9".repeat(1_000_000) + "}"));
    for (String value : List.of("NaN", "-Infinity", "01", "+1", "0x1", ".5", "1.", "'a'", "tru")) {
      bodies.put(value, utf8("{\"a\":" + value + "}"));
    }
    bodies.put("a raw tab in a string", utf8("{\"a\":\"\t\"}"));
    bodies.put("a NUL in a string", utf8("{\"a\":\"\u0000\"}"));
    bodies.put("half an escape", utf8("{\"a\":\"\\u00\"}"));
    bodies.put("no such escape", utf8("{\"a\":\"\\x00\"}"));
    bodies.put("a comment", utf8("{\"a\":1/**/}"));
    bodies.put("a comma too many", utf8("{\"a\":1,}"));
    bodies.put("XML", utf8("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"x\">]><a/>"));
    return bodies;
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return packed.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
