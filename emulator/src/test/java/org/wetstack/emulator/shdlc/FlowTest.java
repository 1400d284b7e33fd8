package org.wetstack.emulator.shdlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.fluidics.Mechanics;
import org.wetstack.emulator.fluidics.Profile;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.emulator.fluidics.SyringeDrive;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;

/** What the sensor sees of a pump. */
class FlowTest {

  /** A bore whose step of 1 µm is 1 nL. */
  private static final double BORE = Math.sqrt(4 / Math.PI);

  private static final String START = "7E 00 33 04 00 0A 36 08 80 7E";
  private static final String STOP = "7E 00 34 00 CB 7E";
  private static final String LAST = "7E 00 35 01 03 C6 7E";
  private static final String TOTAL_ON = "7E 00 37 01 01 C6 7E";
  private static final String TOTAL = "7E 00 38 00 C7 7E";

  /** Data of a reply without error. */
  private static byte[] data(String reply) {
    var bytes = new ByteArrayOutputStream();
    boolean escaped = false;
    for (byte each : Wire.bytes(reply)) {
      if (each == 0x7D) {
        escaped = true;
      } else if (each != 0x7E) {
        bytes.write(escaped ? each ^ 0x20 : each);
        escaped = false;
      }
    }
    byte[] frame = bytes.toByteArray();
    assertEquals(0, frame[2], reply);
    byte[] data = new byte[frame.length - 5];
    System.arraycopy(frame, 4, data, 0, data.length);
    return data;
  }

  private static int flow(Wire wire) {
    byte[] data = data(wire.ask(LAST));
    return data[0] << 8 | (data[1] & 0xFF);
  }

  private static int flags(Wire wire) {
    return data(wire.ask(LAST))[5];
  }

  private static long total(Wire wire) {
    return java.nio.ByteBuffer.wrap(data(wire.ask(TOTAL))).getLong();
  }

  private static SyringeDrive drive(Wire wire, Mechanics mechanics) {
    return new SyringeDrive(wire.world, mechanics);
  }

  private static Mechanics ideal() {
    return Mechanics.ideal(0.001, BORE, 60);
  }

  private static void clamp(Wire wire, SyringeDrive drive) {
    wire.sensor().bench().clampBehind(new SyringeBench(wire.world, drive, false));
  }

  @Test
  void theReadingIsTheFlowOfThePumpBothWays() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    SyringeDrive drive = drive(wire, ideal());
    clamp(wire, drive);
    wire.ask(START);
    wire.pass(100);
    assertEquals(0, flow(wire));
    drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(1_000), end -> {});
    wire.pass(100);
    // 1000 nL/s are 60 uL/min; 10 ticks each.
    assertEquals(600, flow(wire));
    drive.halt();
    wire.pass(100);
    assertEquals(0, flow(wire));
    drive.move(Direction.WITHDRAW, Long.MAX_VALUE, Profile.even(500), end -> {});
    wire.pass(100);
    assertEquals(-300, flow(wire));
    wire.sensor().bench().unclamp();
    wire.pass(100);
    assertEquals(0, flow(wire), "behind no pump nothing flows");
  }

  @Test
  void theSumOfTheReadingsIsTheVolume() {
    Wire wire = Wire.with(ShdlcSpec.exact(0).withErrors(new SensorErrors(0, 0, 0, 20)));
    SyringeDrive drive = drive(wire, ideal().worn(0, 10, 0.5));
    clamp(wire, drive);
    wire.ask(TOTAL_ON);
    wire.ask(START);
    drive.move(Direction.INFUSE, 12_000, Profile.even(3_000), end -> {});
    wire.pass(30_000);
    // Ticks of 0.1 uL/min for 10 ms each.
    double nanoliters = total(wire) * 0.1 / 60 * 10;
    assertEquals(12_000, nanoliters, 12, "within 0.1 %");
  }

  @Test
  void errorsAreThoseOfTheSpec() {
    var errors = new SensorErrors(0, 2, 0.05, 0);
    Wire wire = Wire.with(ShdlcSpec.exact(0).withErrors(errors));
    SyringeDrive drive = drive(wire, ideal());
    clamp(wire, drive);
    wire.ask(START);
    wire.pass(100);
    assertEquals(20, flow(wire), "2 uL/min offset");
    drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(1_000), end -> {});
    wire.pass(100);
    assertEquals(650, flow(wire), "60 and 5 % and 2 uL/min");
  }

  @Test
  void noiseHasItsSizeAndFollowsFromTheSeed() {
    var spec = ShdlcSpec.exact(0).withErrors(new SensorErrors(3, 0, 0, 0));
    String[] runs = new String[3];
    for (int i = 0; i < runs.length; i++) {
      var wire = new Wire(i == 2 ? 2 : 1, spec);
      wire.pass(100);
      wire.ask(START);
      wire.pass(20);
      double squares = 0;
      var values = new StringBuilder();
      for (int n = 0; n < 400; n++) {
        wire.pass(9);
        int flow = flow(wire);
        values.append(flow).append(' ');
        squares += flow * flow;
      }
      assertEquals(30, Math.sqrt(squares / 400), 4);
      runs[i] = values.toString();
    }
    assertEquals(runs[0], runs[1]);
    assertNotEquals(runs[0], runs[2]);
  }

  @Test
  void tooMuchFlowRaisesItsFlagAndEndsAtTheLimit() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    SyringeDrive drive = drive(wire, ideal());
    clamp(wire, drive);
    wire.ask(START);
    drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(33_000), end -> {});
    wire.pass(100);
    assertEquals(19_800, flow(wire), "1980 uL/min");
    assertEquals(0, flags(wire));
    drive.speed(Profile.even(40_000));
    wire.pass(100);
    assertEquals(24_000, flow(wire));
    assertEquals(2, flags(wire), "high flow");
    drive.speed(Profile.even(80_000));
    wire.pass(100);
    assertEquals(32_500, flow(wire), "it reads no more");
    assertEquals(2, flags(wire));
  }

  @Test
  void airIsToldWhileItPassesAndFlowsAsNothing() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    SyringeDrive drive = drive(wire, ideal());
    var bench = new SyringeBench(wire.world, drive, false);
    wire.sensor().bench().clampBehind(bench);
    wire.ask(START);
    drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(1_000), end -> {});
    wire.pass(100);
    assertEquals(0, flags(wire));
    bench.air(200);
    wire.pass(50);
    assertEquals(1, flags(wire));
    assertEquals(0, flow(wire));
    wire.pass(300);
    assertEquals(0, flags(wire));
    assertEquals(600, flow(wire));
    wire.sensor().bench().air(true);
    wire.pass(20);
    assertEquals(1, flags(wire), "a bubble that stays");
  }

  @Test
  void aSlowReaderGetsSmoothedValuesOfTheInstant() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    SyringeDrive drive = drive(wire, ideal());
    clamp(wire, drive);
    wire.ask("7E 00 33 04 03 E8 36 08 9F 7E");
    drive.move(Direction.INFUSE, 800, Profile.even(1_000), end -> {});
    wire.pass(1_010);
    // 200 ms after the flow ended a filter of 40 ms has forgotten all but 0.7 %.
    assertEquals(4, flow(wire), 2);
    assertEquals(32, flags(wire));
  }

  @Test
  void eachProductHasItsTicks() {
    for (FlowProduct product : FlowProduct.values()) {
      Wire wire = Wire.with(ShdlcSpec.exact(0).withProduct(product));
      SyringeDrive drive = drive(wire, ideal());
      clamp(wire, drive);
      byte[] scale = data(wire.ask("7E 00 53 02 36 08 6C 7E"));
      int ticks = scale[0] << 8 | (scale[1] & 0xFF);
      double unit =
          switch (scale[3]) {
            case 0x44 -> 1_000.0 / 60;
            case 0x45 -> 1_000_000.0 / 60;
            case 0x55 -> 1_000_000.0 / 3_600;
            default -> throw new AssertionError("unit " + scale[3]);
          };
      wire.ask(START);
      drive.move(Direction.INFUSE, Long.MAX_VALUE, Profile.even(5_000), end -> {});
      wire.pass(100);
      assertEquals(Math.round(5_000 / unit * ticks), flow(wire), product.partName());
    }
  }

  @Test
  void aSensorThatIsPulledOffDoesNotAcknowledge() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    wire.ask(START);
    wire.pass(50);
    wire.sensor().bench().unplug();
    assertEquals("7E 00 35 21 00 A9 7E", wire.ask(LAST));
    assertEquals("7E 00 50 20 00 8F 7E", wire.ask("7E 00 50 00 AF 7E"), "busy: it still tries");
    wire.sensor().bench().plug();
    assertEquals("7E 00 35 21 00 A9 7E", wire.ask(LAST), "it does not measure by itself");
    wire.ask(STOP);
    assertEquals("7E 00 33 00 00 CC 7E", wire.ask(START));
    wire.pass(50);
    assertEquals(0, flow(wire));
  }

  @Test
  void aNoisyCableFailsTheCrc() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    wire.sensor().bench().noisyCable(true);
    assertEquals("7E 00 50 22 00 8D 7E", wire.ask("7E 00 50 00 AF 7E"));
    assertEquals("7E 00 22 00 02 00 04 D7 7E", wire.ask("7E 00 22 00 DD 7E"), "self test: bus");
    wire.sensor().bench().noisyCable(false);
    assertEquals("7E 00 22 00 02 00 00 DB 7E", wire.ask("7E 00 22 00 DD 7E"));
  }

  @Test
  void deviceErrorsShowInEveryStateUntilTheyAreCleared() {
    Wire wire = Wire.with(ShdlcSpec.exact(0));
    wire.sensor().bench().fail(0x8000_0001L);
    assertEquals("7E 00 34 80 00 4B 7E", wire.ask(STOP));
    assertEquals("7E 00 77 82 00 06 7E", wire.ask("7E 00 77 00 88 7E"));
    assertEquals("7E 00 D2 80 05 80 00 00 01 02 25 7E", wire.ask("7E 00 D2 01 01 2B 7E"));
    assertEquals("7E 00 34 00 00 CB 7E", wire.ask(STOP));
    assertThrows(IllegalArgumentException.class, () -> wire.sensor().bench().fail(0));
  }
}
