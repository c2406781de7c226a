package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.outbound.DialRefused;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a receiver gave no answer: fixed words, for nothing of the inner network gets out. */
public enum Failure {
  /** The host's address is not one of the public internet. */
  ADDRESS_REFUSED,
  /** The host's name has no address. */
  UNKNOWN_HOST,
  /** Nobody could be reached at the address. */
  NO_CONNECTION,
  /** The certificate is not valid for the host, or encryption failed otherwise. */
  TLS_FAILED,
  /** The answer took too long. */
  TIMEOUT,
  /** The connection ended before there was an answer. */
  CONNECTION_LOST,
  /** What came back was no HTTP. */
  BROKEN_ANSWER,
  /** Nothing was sent: a mistake on our side. */
  NOT_SENT;

  /** As answers write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The failure of a wire name. */
  public static Failure of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static Failure of(Throwable error) {
    if (causedBy(error, DialRefused.class)) {
      return ADDRESS_REFUSED;
    }
    if (causedBy(error, UnknownHostException.class)) {
      return UNKNOWN_HOST;
    }
    if (causedBy(error, SSLException.class)) {
      return TLS_FAILED;
    }
    if (causedBy(error, ConnectTimeoutException.class)
        || causedBy(error, TimeoutException.class)
        || causedBy(error, java.util.concurrent.TimeoutException.class)) {
      return TIMEOUT;
    }
    if (causedBy(error, ConnectException.class)) {
      return NO_CONNECTION;
    }
    return causedBy(error, IOException.class) ? CONNECTION_LOST : BROKEN_ANSWER;
  }

  private static boolean causedBy(Throwable error, Class<?> cause) {
    return Stream.iterate(error, at -> at != null, Throwable::getCause).anyMatch(cause::isInstance);
  }
}
