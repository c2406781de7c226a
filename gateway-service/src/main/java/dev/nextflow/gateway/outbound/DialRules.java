package dev.nextflow.gateway.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be dialled: those of the public internet, and the networks that an operator
 * has allowed. Pure.
 *
 * @param allowed exceptions to the rule; empty on any machine that strangers can reach
 */
public record DialRules(List<Network> allowed) {

  /** Everything in the registries of special-purpose addresses that is not plainly public. */
  private static final List<Network> SPECIAL_V4 =
      networks(
          "0.0.0.0/8", // this host
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT; some clouds' metadata
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // a cloud's host agent, though the address looks public
          "169.254.0.0/16", // link-local; metadata of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments; one cloud's metadata
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /** All that is handed out for public use; the rest (NAT64, ULA, link-local, ...) lies outside. */
  private static final Network PUBLIC_V6 = Network.parse("2000::/3");

  private static final List<Network> SPECIAL_V6 =
      networks(
          "2001::/23", // protocol assignments, Teredo and ORCHID among them
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: an IPv4 address in disguise
          "3fff::/20"); // documentation

  public DialRules {
    allowed = List.copyOf(allowed);
  }

  /** Whether the address may be dialled. */
  public boolean allow(InetAddress address) {
    return isPublic(address) || allowed.stream().anyMatch(each -> each.contains(address));
  }

  // An IPv4-mapped IPv6 address is an Inet4Address to Java already.
  private static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? SPECIAL_V4.stream().noneMatch(each -> each.contains(address))
        : PUBLIC_V6.contains(address)
            && SPECIAL_V6.stream().noneMatch(each -> each.contains(address));
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }
}
