package dev.nextflow.gateway.outbound;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Stands in front of a channel's socket and sees the very address that is about to be dialled:
 * after every look-up, for each address of a name, and for literals, which no resolver ever sees. A
 * name that means something else the next moment gains nothing. Stateless.
 */
@ChannelHandler.Sharable
public final class DialGate extends ChannelOutboundHandlerAdapter {

  private final DialRules rules;

  public DialGate(DialRules rules) {
    this.rules = rules;
  }

  /** Puts the gate into a channel that has not connected yet, nearest to the socket. */
  public void guard(Channel channel) {
    channel.pipeline().addFirst("dial-gate", this);
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    if (remote instanceof InetSocketAddress dialled
        && !dialled.isUnresolved()
        && rules.allow(dialled.getAddress())) {
      context.connect(remote, local, promise);
    } else {
      promise.setFailure(new DialRefused());
    }
  }
}
