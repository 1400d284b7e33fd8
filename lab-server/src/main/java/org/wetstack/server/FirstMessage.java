package org.wetstack.server;

import com.linecorp.armeria.common.websocket.CloseWebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What a WebSocket's client sends: one message, and afterwards nothing but pings, until it closes.
 */
final class FirstMessage implements Subscriber<WebSocketFrame> {

  private final WebSocketWriter out;
  private final Consumer<String> then;
  private final AtomicBoolean come = new AtomicBoolean();
  private @Nullable Subscription in;

  FirstMessage(WebSocketWriter out, Consumer<String> then) {
    this.out = out;
    this.then = then;
  }

  /** If it has not come by now, it comes too late. */
  void late() {
    if (!come.getAndSet(true)) {
      SocketClient.refuse(
          out, Status.DEADLINE_EXCEEDED.withDescription("the first message did not come in time"));
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    in = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(WebSocketFrame frame) {
    try (frame) {
      if (frame instanceof CloseWebSocketFrame) {
        out.close(WebSocketCloseStatus.NORMAL_CLOSURE);
      } else if (frame.type() == WebSocketFrameType.PING) {
        var unused = out.tryWrite(WebSocketFrame.ofPong(frame.array()));
      } else if (frame.type() != WebSocketFrameType.PONG) {
        message(frame);
      }
    }
    if (in != null) {
      in.request(1);
    }
  }

  private void message(WebSocketFrame frame) {
    if (frame.type() == WebSocketFrameType.TEXT && !come.getAndSet(true)) {
      then.accept(frame.text());
    } else {
      SocketClient.refuse(
          out, Status.INVALID_ARGUMENT.withDescription("send one message of text, and no other"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    out.close(WebSocketCloseStatus.PROTOCOL_ERROR);
  }

  @Override
  public void onComplete() {
    out.close(WebSocketCloseStatus.NORMAL_CLOSURE);
  }
}
