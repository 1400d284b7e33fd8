package org.wetstack.server;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client at the other end of a WebSocket: messages are its binary frames. */
final class SocketClient<T extends Message> implements Client<T> {

  /** What may be on the way to one client; a block is some kilobytes. */
  static final int MOST_BYTES = 256 << 10;

  private final WebSocketWriter out;
  private final Welcome welcome;
  private final AtomicLong bytes = new AtomicLong();
  private volatile @Nullable Runnable onReady;

  SocketClient(WebSocketWriter out, Welcome welcome) {
    this.out = out;
    this.welcome = welcome;
  }

  /** Is run whenever something has left, on an event loop. */
  void onReady(Runnable task) {
    onReady = task;
  }

  @Override
  public boolean isGone() {
    if (out.isOpen() && welcome.isOver()) {
      end(Optional.of(welcome.goodbye()));
    }
    return !out.isOpen();
  }

  @Override
  public boolean isReady() {
    return bytes.get() < MOST_BYTES;
  }

  @Override
  public void send(T message) {
    byte[] frame = message.toByteArray();
    bytes.addAndGet(frame.length);
    if (out.tryWrite(frame)) {
      var unused = out.whenConsumed().handle((done, failure) -> left(frame.length));
    }
  }

  private @Nullable Void left(int length) {
    bytes.addAndGet(-length);
    Runnable task = onReady;
    if (task != null) {
      task.run();
    }
    return null;
  }

  @Override
  public void end(Optional<Throwable> reason) {
    if (reason.isEmpty()) {
      out.close(WebSocketCloseStatus.NORMAL_CLOSURE, "the stream has ended");
    } else {
      refuse(out, Problems.of(reason.get()).getStatus());
    }
  }

  /** Says why in a text frame, since the reason of a close has room for 123 bytes, and closes. */
  static void refuse(WebSocketWriter out, Status status) {
    String why = String.valueOf(status.getDescription());
    var unused = out.tryWrite(status.getCode() + ": " + why);
    out.close(
        switch (status.getCode()) {
          case INTERNAL -> WebSocketCloseStatus.INTERNAL_SERVER_ERROR;
          case UNAVAILABLE -> WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
          default -> WebSocketCloseStatus.POLICY_VIOLATION;
        },
        status.getCode().name());
  }
}
