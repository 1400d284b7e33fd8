package org.wetstack.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.protocol.Messages;
import org.wetstack.protocol.UnreadableMessageException;
import org.wetstack.protocol.v1.Commit;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.DoseStatus.State;
import org.wetstack.protocol.v1.Heartbeat;
import org.wetstack.protocol.v1.Hello;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.Prepare;
import org.wetstack.protocol.v1.QueryDose;
import org.wetstack.protocol.v1.Refused;
import org.wetstack.protocol.v1.Stop;
import org.wetstack.protocol.v1.Welcome;

/** A host, message by message, of a bridge to scripted pumps in virtual time. */
final class BenchHost {

  static final long HOST = 17;

  final VirtualTimebase time = new VirtualTimebase();
  final Deque<ScriptedPump> pumps = new ArrayDeque<>();
  final List<DeviceMessage> heard = new ArrayList<>();
  final PumpBridge bridge;
  private final LinkHandler plug;
  private int requests = 100;
  int epoch;

  /** {@code pumps} are opened one after the other; then there is none. */
  BenchHost(Path epochs, ScriptedPump... pumps) {
    this.pumps.addAll(List.of(pumps));
    Executor soon =
        task -> {
          var unused = time.after(Duration.ZERO, task);
        };
    try {
      bridge =
          PumpBridge.open(
              new PumpBridge.Parts(
                  this::next,
                  time,
                  soon,
                  soon,
                  new Random(1)::nextLong,
                  Epochs.in(epochs),
                  news -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException("no epochs", e);
    }
    plug = bridge.plug();
  }

  private ScriptedPump next() {
    ScriptedPump next = pumps.poll();
    if (next == null) {
      throw new DeviceException(Reason.TIMEOUT, Outcome.NOT_DONE, "nothing answers");
    }
    return next;
  }

  private final Link link =
      new Link() {
        @Override
        public Delivery delivery() {
          return Delivery.MESSAGES;
        }

        @Override
        public void send(ByteBuffer bytes) {
          try {
            heard.add(Messages.device(bytes));
          } catch (UnreadableMessageException e) {
            throw new AssertionError("the bridge broke the bounds", e);
          }
        }

        @Override
        public void close() {}
      };

  void send(HostMessage message) {
    plug.onBytes(link, ByteBuffer.wrap(message.toByteArray()));
  }

  HostMessage message(HostMessage.Builder body) {
    return body.setRequestId(requests++).setEpoch(epoch).build();
  }

  /** The answer that there is to {@code request} by now. */
  DeviceMessage answer(HostMessage request) {
    List<DeviceMessage> answers = answers(request);
    assertEquals(1, answers.size(), () -> "answers to " + request + " in " + heard);
    return answers.get(0);
  }

  List<DeviceMessage> answers(HostMessage request) {
    return heard.stream().filter(each -> each.getInReplyTo() == request.getRequestId()).toList();
  }

  DeviceMessage ask(HostMessage.Builder body) {
    HostMessage request = message(body);
    send(request);
    pass(10);
    return answer(request);
  }

  void pass(int millis) {
    time.advance(Duration.ofMillis(millis));
  }

  /** Lets time pass while heartbeats go out. */
  void live(int millis) {
    for (int passed = 0; passed < millis; passed += 250) {
      send(message(HostMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance())));
      pass(250);
    }
  }

  DeviceMessage hello(long host) {
    HostMessage request =
        HostMessage.newBuilder()
            .setRequestId(requests++)
            .setHello(
                Hello.newBuilder()
                    .setMinVersion(1)
                    .setMaxVersion(1)
                    .setHostId(host)
                    .setLeaseMillis(1_000)
                    .setHostName("bench"))
            .build();
    send(request);
    pass(1);
    return answer(request);
  }

  Welcome begin() {
    DeviceMessage answer = hello(HOST);
    epoch = answer.getEpoch();
    return answer.getWelcome();
  }

  HostMessage.Builder prepare(long operation, int nanoliters) {
    return HostMessage.newBuilder()
        .setNotAfterMicros(soon())
        .setPrepare(
            Prepare.newBuilder()
                .setOperationId(operation)
                .setVolumeNanoliters(nanoliters)
                .setRateNanolitersPerMinute(1_000));
  }

  HostMessage.Builder commit(long operation) {
    return HostMessage.newBuilder()
        .setNotAfterMicros(soon())
        .setCommit(Commit.newBuilder().setOperationId(operation));
  }

  private long soon() {
    return time.nanoTime() / 1_000 + 1_000_000;
  }

  static HostMessage.Builder query(long operation) {
    return HostMessage.newBuilder().setQueryDose(QueryDose.newBuilder().setOperationId(operation));
  }

  static HostMessage.Builder stop() {
    return HostMessage.newBuilder().setStop(Stop.getDefaultInstance());
  }

  List<DeviceMessage> events() {
    return heard.stream().filter(each -> each.getEventNumber() != 0).toList();
  }

  /** What {@code message} says of a dose, which is in {@code state}. */
  static DoseStatus dose(State state, DeviceMessage message) {
    assertTrue(message.hasDoseStatus(), message::toString);
    assertEquals(state, message.getDoseStatus().getState(), message::toString);
    return message.getDoseStatus();
  }

  static void refused(Refused.Reason reason, DeviceMessage message) {
    assertEquals(reason, message.getRefused().getReason(), message::toString);
  }

  static void bounds(int lower, int upper, DoseStatus status) {
    assertEquals(lower, status.getDeliveredLowerNanoliters());
    assertEquals(upper, status.getDeliveredUpperNanoliters());
  }
}
