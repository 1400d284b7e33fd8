package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.DoseStatus;
import org.wetstack.protocol.v1.Goodbye;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.ReadSensor;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.SafeState;
import org.wetstack.protocol.v1.Welcome;

/** The C pump against SPEC.md, sections 2 to 7 and 12, message by message. */
class ReferencePumpSessionTest extends PumpOnTheBench {

  @Test
  void repeatedHelloOpensNoNewSessionAndAnotherHelloDoes() throws Exception {
    HostMessage again = helloRequest(1, LONG_LEASE).build();
    DeviceMessage welcome = pump.ask(again);
    assertEquals(session.getEpoch() + 1, welcome.getWelcome().getEpoch());
    assertEquals(welcome, pump.ask(again));
    assertEquals(session.getBootId(), welcome.getWelcome().getBootId());
    assertRefused(Reason.REASON_STALE_EPOCH, ask(describe()));
  }

  @Test
  void leaseIsHeldAgainstOtherHostsUntilGoodbye() throws Exception {
    assertRefused(Reason.REASON_LEASE_HELD, pump.ask(helloRequest(2, LONG_LEASE).build()));
    assertTrue(ask(describe()).getDescription().hasPump());
    assertTrue(ask(request().setGoodbye(Goodbye.getDefaultInstance())).hasDone());
    assertRefused(Reason.REASON_STALE_EPOCH, ask(describe()));
    Welcome next = hello(2, LONG_LEASE);
    assertTrue(next.getEpoch() > session.getEpoch());
    assertEquals(SafeState.Cause.CAUSE_NONE, next.getSafeState().getCause());
  }

  @Test
  void versionsAndMalformedHellosAreRefused() throws Exception {
    HostMessage.Builder hello = helloRequest(1, LONG_LEASE);
    hello.getHelloBuilder().setMinVersion(2).setMaxVersion(3);
    assertRefused(Reason.REASON_UNSUPPORTED_VERSION, pump.ask(hello.build()));
    hello.setRequestId(++requestId).getHelloBuilder().setMinVersion(0);
    assertRefused(Reason.REASON_MALFORMED, pump.ask(hello.build()));
    assertRefused(Reason.REASON_MALFORMED, pump.ask(helloRequest(0, LONG_LEASE).build()));
    assertTrue(ask(describe()).hasDescription());
  }

  @Test
  void requestIdUsedForSomethingElseIsRefused() throws Exception {
    HostMessage prepare = prepare(7, 1_000, FAST).build();
    pump.ask(prepare);
    HostMessage other = prepare(8, 1_000, FAST).setRequestId(prepare.getRequestId()).build();
    assertRefused(Reason.REASON_MALFORMED, pump.ask(other));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 0, 0, 0, ask(query(8)));
  }

  @Test
  void silentHostIsNoticedFlowStopsAndTheStateIsLatched() throws Exception {
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    session = hello(1, 250);
    HostMessage.Builder nothing = describe();
    long rounds = 0;
    while (!ask(nothing.setRequestId(++requestId)).hasRefused()) {
      rounds++;
      assertTrue(rounds < 1_000_000, "the lease never ended");
    }
    long delivered = pump.delivered();
    session = hello(2, LONG_LEASE);
    assertEquals(SafeState.Cause.CAUSE_HOST_SILENT, session.getSafeState().getCause());
    DoseStatus dose = ask(query(7)).getDoseStatus();
    assertEquals(DoseStatus.State.STATE_HOST_SILENT, dose.getState());
    assertEquals(delivered, dose.getDeliveredLowerNanoliters());
    assertRefused(Reason.REASON_SAFE_STATE, ask(prepare(8, 1_000, FAST)));
    assertTrue(ask(clear()).hasDone());
    assertTrue(ask(prepare(8, 1_000, FAST)).hasDoseStatus());
    assertEquals(delivered, pump.delivered());
  }

  @Test
  void whatCannotBeIsRefusedWithItsReason() throws Exception {
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 24, FAST)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 1_000_001, FAST)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, -1, FAST)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 1_000, 999)));
    assertRefused(Reason.REASON_OUT_OF_RANGE, ask(prepare(7, 1_000, FAST + 1)));
    assertRefused(Reason.REASON_MALFORMED, ask(prepare(0, 1_000, FAST)));
    assertRefused(Reason.REASON_MALFORMED, ask(prepare(7, 1_000, FAST).setNotAfterMicros(0)));
    assertRefused(Reason.REASON_EXPIRED, ask(prepare(7, 1_000, FAST).setNotAfterMicros(1)));
    assertRefused(Reason.REASON_NO_SUCH_DEVICE, ask(prepare(7, 1_000, FAST).setDevice(1)));
    assertRefused(Reason.REASON_NOT_PREPARED, ask(commit(7)));
    assertRefused(Reason.REASON_UNSUPPORTED, ask(request()));
    var sensor = request().setReadSensor(ReadSensor.getDefaultInstance());
    assertRefused(Reason.REASON_UNSUPPORTED, ask(sensor));
    assertDose(DoseStatus.State.STATE_NEVER_SEEN, 0, 0, 0, ask(query(7)));
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    assertRefused(Reason.REASON_BUSY, ask(prepare(8, 1_000, FAST)));
  }

  @Test
  void stopIsObeyedFromAnyEpochAndInAnyState() throws Exception {
    ask(prepare(7, 1_000_000, SLOW));
    ask(commit(7));
    HostMessage stop = stopRequest().setEpoch(session.getEpoch() + 77).build();
    DeviceMessage done = pump.ask(stop);
    assertTrue(done.hasDone());
    assertEquals(session.getEpoch() + 77, done.getEpoch());
    assertEquals(DoseStatus.State.STATE_STOPPED, pump.event().getDoseStatus().getState());
    assertTrue(pump.ask(stop).hasDone());
    DoseStatus stopped = ask(query(7)).getDoseStatus();
    assertEquals(pump.delivered(), stopped.getDeliveredLowerNanoliters());
    assertEquals(pump.delivered(), stopped.getDeliveredUpperNanoliters());
  }

  @Test
  void noiseOnTheLineIsSurvived() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      pump.sendRaw(noise);
      byte[] nonsense = new byte[1 + random.nextInt(100)];
      random.nextBytes(nonsense);
      // A frame that is intact but means nothing; request id 0 at best.
      nonsense[0] = 0x0F;
      pump.sendRaw(new byte[1]);
      pump.sendRaw(Received.bytes(Framing.cobs(512).wrap(ByteBuffer.wrap(nonsense))));
      assertTrue(ask(describe()).hasDescription(), "seed " + seed);
    }
    assertEquals(0, pump.delivered());
  }

  @Test
  void mutilatedMessagesWithinIntactFramesAreSurvived() throws Exception {
    List<Vector> vectors = Vector.all().stream().filter(Vector::fromHost).toList();
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      String vector = vectors.get(random.nextInt(vectors.size())).message();
      byte[] message = HexFormat.of().parseHex(vector);
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      int length = 1 + random.nextInt(message.length);
      var cut = ByteBuffer.wrap(message, 0, random.nextInt(4) == 0 ? length : message.length);
      pump.sendRaw(Received.bytes(Framing.cobs(512).wrap(cut)));
      if (seed % 50 == 49) {
        session = pumpStillAnswers(seed);
      }
    }
  }

  /** A mutilated Hello may hold the lease, and a reply may answer something mutilated. */
  private Welcome pumpStillAnswers(int seed) throws Exception {
    pump.discardReplies();
    // Once Stop is answered, everything before it has been dealt with.
    assertTrue(pump.ask(stopRequest().build()).hasDone());
    pump.bench("power-cycle");
    DeviceMessage welcome = pump.ask(helloRequest(1, LONG_LEASE).build());
    assertTrue(welcome.hasWelcome(), "seed " + seed + ": " + welcome);
    return welcome.getWelcome();
  }
}
