package dev.nextflow.gateway.outbound;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses that share their first bits.
 *
 * @param first the block's first address
 * @param bits how many bits they share
 */
public record Network(InetAddress first, int bits) {

  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");

  public Network {
    if (bits > first.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("an address has fewer than " + bits + " bits");
    }
  }

  /**
   * Reads the usual notation, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
   *
   * @throws IllegalArgumentException if it has another form; names are not looked up
   */
  public static Network parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + text);
    }
    return new Network(InetAddress.ofLiteral(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether the address lies in it; never where one is IPv4 and the other IPv6. */
  public boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + bits;
  }
}
