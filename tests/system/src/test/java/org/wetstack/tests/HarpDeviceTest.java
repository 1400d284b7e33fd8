package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.wetstack.drivers.harp.HarpDevice;
import org.wetstack.drivers.harp.HarpDriver;
import org.wetstack.drivers.harp.HarpMessage;
import org.wetstack.drivers.harp.PayloadType;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.emulator.harp.HarpApplication;
import org.wetstack.emulator.harp.HarpSpec;
import org.wetstack.emulator.harp.Register;
import org.wetstack.emulator.line.SerialLine;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link.Delivery;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;

/** A Harp device that is no pump: a table of registers on either side. */
class HarpDeviceTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final Board board = new Board();

  /** Three inputs, a gain, and a counter. */
  private static final class Board implements HarpApplication {
    final Register counter = register(32, org.wetstack.emulator.harp.PayloadType.U32, 1);
    final Register gain = register(33, org.wetstack.emulator.harp.PayloadType.FLOAT, 1);
    final Register inputs = register(34, org.wetstack.emulator.harp.PayloadType.S16, 3);
    final List<Core> cores = new ArrayList<>();

    private static Register register(
        int address, org.wetstack.emulator.harp.PayloadType type, int count) {
      return new Register(address, type, count);
    }

    @Override
    public List<Register> registers() {
      return List.of(counter, gain, inputs);
    }

    @Override
    public void started(Core core) {
      cores.add(core);
    }
  }

  private LinkProvider links(double partsPerMillion) {
    HarpSpec spec = HarpSpec.of(1216, "Board").drifting(partsPerMillion);
    var device = new org.wetstack.emulator.harp.HarpDevice(world, spec, board);
    var line = new SerialLine(world, List.of(device));
    time.advance(Duration.ofSeconds(1));
    return new Cable(time, 1, Delivery.RAW_BYTES, CableFaults.none()).provider(line::plug);
  }

  private HarpDevice open(double partsPerMillion) {
    return HarpDevice.open(URI.create("cable:board"), links(partsPerMillion), time);
  }

  private <T> T await(CompletableFuture<T> answer) throws TimeoutException {
    return time.await(answer, Duration.ofSeconds(10));
  }

  @Test
  void registersOfEveryTypeAreReadAndWritten() throws TimeoutException {
    try (HarpDevice device = open(0)) {
      assertEquals(1216, await(device.whoAmI()));
      assertEquals("Board", await(device.read(12, PayloadType.U8)).text());
      await(device.write(32, PayloadType.U32, 0xFEDC_BA98L));
      assertEquals(0xFEDC_BA98L, await(device.read(32, PayloadType.U32)).number(PayloadType.U32));
      assertEquals(2.5f, await(device.write(33, 2.5f)).real());
      HarpMessage inputs = await(device.write(34, PayloadType.S16, -1, 2, -3));
      assertEquals(-1, inputs.number(PayloadType.S16));
      assertArrayEquals(new byte[] {-1, -1, 2, 0, -3, -1}, board.inputs.content());
    }
  }

  @Test
  void whatTheDeviceRefusesIsNotDone() throws TimeoutException {
    try (HarpDevice device = open(0)) {
      var failed =
          assertThrows(CompletionException.class, () -> await(device.read(33, PayloadType.U8)));
      var refused = assertInstanceOf(DeviceException.class, failed.getCause());
      assertEquals(Reason.REJECTED, refused.reason());
      assertEquals(Outcome.NOT_DONE, refused.outcome());
      assertTrue(String.valueOf(refused.getMessage()).contains("register 33"), refused::toString);
      assertEquals(1216, await(device.whoAmI()), "it goes on");
    }
  }

  @Test
  void eventsComeWhenTheDeviceIsActive() throws TimeoutException {
    try (HarpDevice device = open(0)) {
      List<HarpMessage> heard = new ArrayList<>();
      device.onEvent(heard::add);
      world.run(() -> board.cores.get(0).event(board.inputs));
      time.advance(Duration.ofSeconds(1));
      assertTrue(heard.isEmpty());
      await(device.write(10, PayloadType.U8, 0xE1));
      world.run(() -> board.cores.get(0).event(board.inputs));
      time.advance(Duration.ofSeconds(1));
      assertEquals(List.of(34, 8), heard.stream().map(HarpMessage::address).toList());
    }
  }

  @Test
  void itsClockIsKnownWithItsDrift() throws TimeoutException {
    try (HarpDevice device = open(-60)) {
      assertTrue(device.clock().isPresent());
      for (int i = 0; i < 300; i++) {
        await(device.whoAmI());
        time.advance(Duration.ofSeconds(1));
      }
      var clock = device.clock().orElseThrow();
      assertEquals(-60, clock.driftPartsPerMillion(), 10);
      // It has run since 0.1 s of the host's time.
      double since = (time.nanoTime() - 100_000_000) * (1 - 60e-6) / 1_000;
      assertEquals(since, (double) clock.deviceMicrosAt(time.nanoTime()), 1_200);
      assertFalse(clock.uncertainty().isNegative());
    }
  }

  @Test
  void theDriverOfPumpsRefusesIt() {
    LinkProvider links = links(0);
    URI endpoint = URI.create("cable:board?step-volume=1nl");
    var refused =
        assertThrows(DeviceException.class, () -> new HarpDriver().open(endpoint, links, time));
    assertEquals(Outcome.NOT_DONE, refused.outcome());
    assertTrue(String.valueOf(refused.getMessage()).contains("1216"), refused::toString);
  }
}
