package org.wetstack.link.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.spi.TlsFailure;
import org.wetstack.hal.spi.TlsFiles;

/**
 * One connection inside TLS. All calls of its handler come from the one event loop thread it
 * belongs to.
 */
final class TlsLink extends ChannelInboundHandlerAdapter implements Link, Opening {

  private static final int PIECE = 64 * 1024;
  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofMillis(1500);
  private static final int MAX_VERDICT_MILLIS = 2_000;

  /** Why the link ended; null for an ordinary close. */
  private record End(@Nullable Throwable cause) {}

  private final TcpEndpoint endpoint;
  private final TlsFiles tls;
  private final LinkHandler handler;
  private final CompletableFuture<Link> ready = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final byte[] piece = new byte[PIECE];
  private volatile @Nullable Channel channel;
  private volatile boolean connected;
  private boolean handshaken;

  TlsLink(TcpEndpoint endpoint, TlsFiles tls, LinkHandler handler) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.handler = handler;
  }

  @Override
  public CompletableFuture<Link> ready() {
    return ready;
  }

  void install(Channel fresh) {
    channel = fresh;
    fresh.pipeline().addLast(new Verdict(), tlsHandler(), this);
    if (ready.isDone()) {
      drop(fresh);
    }
  }

  /**
   * Waits for what a server thinks of our certificate. In TLS 1.3 the client's handshake is over
   * before the server has looked at it; then comes an alert, or else usually a session ticket.
   */
  private final class Verdict extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object encrypted) {
      boolean first = handshaken;
      context.fireChannelRead(encrypted);
      if (first) {
        ready.complete(TlsLink.this);
      }
    }
  }

  private SslHandler tlsHandler() {
    SSLEngine engine = tls.context().createSSLEngine(endpoint.host(), endpoint.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    var ssl = new SslHandler(engine);
    ssl.setHandshakeTimeoutMillis(0);
    ssl.setCloseNotifyFlushTimeoutMillis(DRAIN.toMillis());
    return ssl;
  }

  /** The link will not be opened. */
  void failed(Throwable cause) {
    ready.completeExceptionally(cause);
  }

  @Override
  public boolean giveUp() {
    boolean stopped = ready.completeExceptionally(new TimeoutException());
    Channel opened = channel;
    if (stopped && opened != null) {
      drop(opened);
    }
    return stopped;
  }

  @Override
  public boolean connected() {
    return connected;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connected = true;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        failed(handshake.cause());
      } else if (tls.certificateAsked()) {
        handshaken = true;
        int patience = Math.min(MAX_VERDICT_MILLIS, endpoint.connectMillis() / 2);
        var unused =
            context
                .executor()
                .schedule(() -> ready.complete(this), patience, TimeUnit.MILLISECONDS);
      } else {
        ready.complete(this);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      // Bytes from the application prove that a server which asked for a certificate took ours.
      ready.complete(this);
      while (bytes.isReadable() && end.get() == null && !ready.isCompletedExceptionally()) {
        int count = Math.min(bytes.readableBytes(), piece.length);
        bytes.readBytes(piece, 0, count);
        handler.onBytes(this, ByteBuffer.wrap(piece, 0, count));
      }
    } catch (Throwable e) {
      finish(new IOException("the handler of " + endpoint.peer() + " failed: " + e, e));
    } finally {
      bytes.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed(cause);
    finish(lost(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    failed(new IOException(endpoint.peer() + " closed the connection at once"));
    end.compareAndSet(null, new End(new IOException(endpoint.peer() + " closed the connection")));
    over.complete(null);
    End reason = end.get();
    if (ready.isCompletedExceptionally()) {
      return;
    }
    try {
      handler.onClosed(reason == null ? null : reason.cause());
    } catch (RuntimeException | Error e) {
      // Netty would hand it back to this link, which is over; someone must hear of it.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private IOException lost(Throwable failure) {
    // Netty wraps what its TLS handler throws.
    Throwable cause =
        failure instanceof DecoderException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String why =
        cause instanceof SSLException
            ? TlsFailure.explain(cause, endpoint.peer(), tls, "tcp")
            : "the connection to " + endpoint.peer() + " broke: " + cause.getMessage();
    return new IOException(why, cause);
  }

  @Override
  public Delivery delivery() {
    return Delivery.RELIABLE_BYTES;
  }

  @Override
  public void send(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (count > Outbox.CAPACITY) {
      throw new IllegalArgumentException(
          count + " bytes at once; a TLS link takes at most " + Outbox.CAPACITY);
    }
    Channel open = channel;
    if (end.get() != null || open == null || !open.isActive()) {
      throw new DeviceException(
          Reason.LINK_LOST, Outcome.NOT_DONE, "the link to " + endpoint.peer() + " is closed");
    }
    if (!open.isWritable()) {
      throw new DeviceException(
          Reason.TIMEOUT,
          Outcome.NOT_DONE,
          "the outgoing queue to " + endpoint.peer() + " is full: the far end does not read");
    }
    // A failed write closes the channel, which is how it is reported.
    var unused =
        open.writeAndFlush(open.alloc().ioBuffer(count).writeBytes(bytes), open.voidPromise());
  }

  @Override
  public void close() {
    finish(null);
    Channel open = channel;
    if (open == null || open.eventLoop().inEventLoop()) {
      return;
    }
    try {
      SystemTimebase.shared().await(over, CLOSE);
    } catch (TimeoutException e) {
      // The handler is busy on the loop thread; the loop closes when it returns.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish(@Nullable Throwable cause) {
    Channel open = channel;
    if (!end.compareAndSet(null, new End(cause)) || open == null) {
      return;
    }
    if (cause != null) {
      drop(open);
      return;
    }
    // What was sent before leaves first, if the far end reads.
    open.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    var late = open.eventLoop().schedule(() -> drop(open), DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    open.closeFuture().addListener(closed -> late.cancel(false));
  }

  private static void drop(Channel open) {
    var unused = open.close();
  }
}
