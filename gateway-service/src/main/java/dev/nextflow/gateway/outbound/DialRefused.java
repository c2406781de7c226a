package dev.nextflow.gateway.outbound;

import java.net.SocketException;

/**
 * The address may not be dialled. Which one it was is not said: it would tell a stranger what names
 * mean inside.
 */
public final class DialRefused extends SocketException {

  private static final long serialVersionUID = 1L;

  DialRefused() {
    super("address refused");
  }

  // Expected, and made on an event loop.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
