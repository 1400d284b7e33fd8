package org.wetstack.drivers.sensirion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;

class FlowScaleTest {

  @Test
  void ticksAreFlowsInTheUnitThatTheSensorStates() {
    FlowScale microliters = FlowScale.of(10, 0x0844);
    assertEquals(60_000, microliters.nanolitersPerMinute(600, 1));
    assertEquals(-60_000, microliters.nanolitersPerMinute(-1_800, 3));
    FlowScale milliliters = FlowScale.of(500, 0x0845);
    assertEquals(2_000, milliliters.nanolitersPerMinute(1, 1));
    FlowScale perHour = FlowScale.of(20, 0x0855);
    assertEquals(833, perHour.nanolitersPerMinute(1, 1), "1/20 mL/h are 833.3 nL/min");
  }

  @Test
  void sumsAreVolumesAlsoAfterYears() {
    FlowScale scale = FlowScale.of(10, 0x0844);
    // 1 uL/min for 60 s, every 20 ms.
    assertEquals(1_000, scale.nanoliters(10 * 3_000L, 20));
    assertEquals(-1_000, scale.nanoliters(-10 * 3_000L, 20));
    // Half a nanolitre is rounded away from nothing.
    assertEquals(1, scale.nanoliters(15, 20));
    assertEquals(-1, scale.nanoliters(-15, 20));
    long tenYears = 32_500L * 50 * 86_400 * 3_650;
    assertEquals(17_082_000_000_000L, scale.nanoliters(tenYears, 20));
  }

  @Test
  void aUnitThatIsNotKnownIsRefused() {
    for (int unit : new int[] {0x0944, 0x0804, 0x0840, 0x0044, 0}) {
      assertThrows(DeviceException.class, () -> FlowScale.of(10, unit));
    }
    assertThrows(DeviceException.class, () -> FlowScale.of(0, 0x0844));
  }

  @Test
  void samplesAreAddedAndTheirFlagsAreKept() {
    ByteBuffer data =
        ByteBuffer.allocate(20)
            .putInt(0)
            .putShort((short) 0)
            .putShort((short) 3)
            .putShort((short) 100)
            .putShort((short) 4_600)
            .putShort((short) 1)
            .putShort((short) -40)
            .putShort((short) 4_602)
            .putShort((short) 2)
            .flip();
    assertEquals(new Samples(2, 60, 4_602, 3, true, false), Samples.of(data));
    ByteBuffer lossy = ByteBuffer.allocate(8).putInt(6).putShort((short) 6).putShort((short) 3);
    Samples lost = Samples.of(lossy.flip());
    assertEquals(new Samples(0, 0, 0, 0, false, true), lost);
    assertEquals(new Samples(2, 60, 4_602, 3, false, true), Samples.of(data.rewind()).and(lost));
    ByteBuffer two = ByteBuffer.allocate(8).putInt(0).putShort((short) 0).putShort((short) 2);
    assertThrows(DeviceException.class, () -> Samples.of(two.flip()));
  }

  @Test
  void productsAreKnownByTheirNumberWithAndWithoutRevision() {
    assertEquals(Optional.of(Product.SLF3S_0600F), Product.of("0703030100000000"));
    assertEquals(Optional.of(Product.SLF3S_1300F), Product.of("0007030212345678"));
    assertEquals("12345678", Product.serialNumber("0007030212345678"));
    assertEquals(Optional.empty(), Product.of("FFFFFFFF00"));
    assertEquals(Optional.empty(), Product.of("no"));
    assertEquals(Optional.empty(), Product.of("XXXXXXXX00"));
  }
}
