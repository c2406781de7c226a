package dev.nextflow.gateway.testbed;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** A DNS in which every name means what a test says, anew at each look-up. */
public final class TestNames extends AddressResolverGroup<InetSocketAddress> {

  private final AtomicInteger lookups = new AtomicInteger();
  private final BiFunction<String, Integer, List<String>> addresses;

  /**
   * A DNS.
   *
   * @param addresses of any name at the n-th look-up, from 0; none: there is no such name
   */
  public TestNames(IntFunction<List<String>> addresses) {
    this((_, lookup) -> addresses.apply(lookup));
  }

  /**
   * A DNS that tells names apart.
   *
   * @param addresses of a name at the n-th look-up of all, from 0; none: there is no such name
   */
  public TestNames(BiFunction<String, Integer, List<String>> addresses) {
    this.addresses = addresses;
  }

  /** How many names were looked up. */
  public int lookups() {
    return lookups.get();
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new InetNameResolver(executor) {
      @Override
      protected void doResolve(String name, Promise<InetAddress> promise) {
        List<InetAddress> found = next(name);
        if (found.isEmpty()) {
          promise.setFailure(new UnknownHostException(name));
        } else {
          promise.setSuccess(found.getFirst());
        }
      }

      @Override
      protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
        List<InetAddress> found = next(name);
        if (found.isEmpty()) {
          promise.setFailure(new UnknownHostException(name));
        } else {
          promise.setSuccess(found);
        }
      }
    }.asAddressResolver();
  }

  private List<InetAddress> next(String name) {
    return addresses.apply(name, lookups.getAndIncrement()).stream()
        .map(InetAddress::ofLiteral)
        .toList();
  }
}
