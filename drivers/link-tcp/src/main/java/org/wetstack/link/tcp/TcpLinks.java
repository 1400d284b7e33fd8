package org.wetstack.link.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.TlsFiles;

/**
 * Opens {@code tcp://host:port} and, inside TLS 1.3, {@code tls://host:port?ca=FILE&cert=FILE&key=
 * FILE}. Option {@code connect-millis} limits how long opening may take; {@code poll=spin} has a
 * plain link ask for bytes without a pause.
 */
public final class TcpLinks implements LinkProvider {

  /**
   * One group for the process, for links in TLS. Its threads start when a link needs them, and
   * never end.
   */
  private static final class Shared {
    // Enough that the links of one rig seldom share a thread, and so a slow handler.
    static final int THREADS = 8;
    static final EventLoopGroup LOOPS =
        new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("wetstack tls", true), NioIoHandler.newFactory());
  }

  @Override
  public Set<String> schemes() {
    return Set.of("tcp", "tls");
  }

  @Override
  public Link open(URI endpoint, LinkHandler handler) {
    TcpEndpoint wanted = TcpEndpoint.parse(endpoint);
    SystemTimebase time = SystemTimebase.shared();
    long deadline = time.nanoTime() + Duration.ofMillis(wanted.connectMillis()).toNanos();
    Throwable failure = new UnknownHostException(wanted.host());
    for (InetAddress address : resolve(wanted)) {
      Opening opening;
      try {
        opening = begin(wanted, new InetSocketAddress(address, wanted.port()), handler);
      } catch (IOException e) {
        throw OpenFailure.of(e, wanted);
      }
      try {
        return time.await(
            opening.ready(), Duration.ofNanos(Math.max(0, deadline - time.nanoTime())));
      } catch (CompletionException e) {
        failure = e.getCause() == null ? e : e.getCause();
      } catch (TimeoutException e) {
        if (!opening.giveUp()) {
          return opening.ready().join();
        }
        throw OpenFailure.timeout(wanted, opening.connected());
      } catch (InterruptedException e) {
        opening.giveUp();
        Thread.currentThread().interrupt();
        throw OpenFailure.lost("interrupted while opening " + endpoint, e);
      }
    }
    throw OpenFailure.of(failure, wanted);
  }

  private static Opening begin(TcpEndpoint wanted, InetSocketAddress address, LinkHandler handler)
      throws IOException {
    TlsFiles tls = wanted.tls();
    if (tls == null) {
      return TcpLink.begin(wanted, address, handler);
    }
    var link = new TlsLink(wanted, tls, handler);
    connect(link, address);
    return link;
  }

  private static void connect(TlsLink link, InetSocketAddress address) {
    var connecting =
        new Bootstrap()
            .group(Shared.LOOPS)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            // The deadline of open covers name, connection and handshake together.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TcpEndpoint.MAX_CONNECT_MILLIS)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(Outbox.CAPACITY / 2, Outbox.CAPACITY))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    link.install(channel);
                  }
                })
            .connect(address);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            link.failed(done.cause());
          }
        });
  }

  /** In a thread of its own: a name server that does not answer would hold the caller too long. */
  private static InetAddress[] resolve(TcpEndpoint wanted) {
    var found = new CompletableFuture<InetAddress[]>();
    var resolver =
        new Thread(
            () -> {
              try {
                found.complete(InetAddress.getAllByName(wanted.host()));
              } catch (IOException | RuntimeException e) {
                found.completeExceptionally(e);
              }
            },
            "wetstack tcp resolver");
    resolver.setDaemon(true);
    resolver.start();
    try {
      return SystemTimebase.shared().await(found, Duration.ofMillis(wanted.connectMillis()));
    } catch (CompletionException e) {
      throw OpenFailure.of(e.getCause() == null ? e : e.getCause(), wanted);
    } catch (TimeoutException e) {
      throw OpenFailure.lost("the name server does not answer for " + wanted.host(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException(
          Reason.LINK_LOST, Outcome.NOT_DONE, "interrupted while opening " + wanted.peer(), e);
    }
  }
}
