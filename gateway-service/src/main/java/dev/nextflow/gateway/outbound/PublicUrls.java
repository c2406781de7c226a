package dev.nextflow.gateway.outbound;

import dev.nextflow.gateway.problems.Rules;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs a tenant may have called. Says early what can be seen of the text alone; which address
 * a name leads to is asked at every dialling, by {@link DialGate}.
 *
 * @param lax http as well as https, and any port: for laptops and tests
 * @param ports which may be named; https' own always may
 */
public record PublicUrls(boolean lax, List<Integer> ports, DialRules dialRules) {

  private static final int MAX_LENGTH = 2048;
  private static final int NO_PORT = -1;
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

  /** Ends as an address does in any of its spellings: decimal, octal, hexadecimal. */
  private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(0[xX][0-9a-fA-F]*|\\d+)");

  /** Notes the first rule that the URL breaks, under the field {@code url}. */
  public void check(String url, Rules rules) {
    URI uri = parsed(url);
    rules.require(
        uri != null && uri.getHost() != null,
        "url",
        "must be an absolute URL in ASCII of at most " + MAX_LENGTH + " characters");
    if (uri == null || uri.getHost() == null) {
      return;
    }
    String scheme = uri.getScheme();
    boolean http = lax && "http".equalsIgnoreCase(scheme);
    rules.require("https".equalsIgnoreCase(scheme) || http, "url", "must begin with https://");
    rules.require(uri.getRawUserInfo() == null, "url", "must not carry a user or password");
    rules.require(uri.getRawFragment() == null, "url", "must not carry a fragment");
    rules.require(portAllowed(uri.getPort()), "url", "must name no port but " + ports);
    rules.require(hostAllowed(uri.getHost()), "url", "must name a public host");
  }

  private static @Nullable URI parsed(String url) {
    if (url.length() > MAX_LENGTH || !PLAIN.matcher(url).matches()) {
      return null;
    }
    try {
      return new URI(url);
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  private boolean portAllowed(int port) {
    return port == NO_PORT || ports.contains(port) || lax && port > 0 && port < 1 << Character.SIZE;
  }

  private boolean hostAllowed(String host) {
    boolean ipv6 = host.startsWith("[");
    if (ipv6 || NUMERIC_END.matcher(host).matches()) {
      return (ipv6 || IPV4.matcher(host).matches()) && literalAllowed(host);
    }
    // No certificate bears a name that ends in a dot.
    return !host.endsWith(".");
  }

  private boolean literalAllowed(String host) {
    try {
      return dialRules.allow(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }
}
