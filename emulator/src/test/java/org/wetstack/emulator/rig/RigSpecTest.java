package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.emulator.rig.RigSpec.Board;

class RigSpecTest {

  private static RigSpec.Pump pump(String name) {
    return new RigSpec.Pump(PumpSpec.defaults(name), Optional.empty());
  }

  private static RigSpec.Pump feeding(String array) {
    return new RigSpec.Pump(PumpSpec.defaults("dopamine"), Optional.of(array));
  }

  private static RigSpec.Array array(String name) {
    return RigSpec.Array.living(name, Layout.FOUR_BY_EIGHT);
  }

  private static Board board(String name, String at, RigSpec.Part... parts) {
    return new Board(name, Place.parse(at), List.of(parts));
  }

  private static RigSpec rig(Board... boards) {
    return new RigSpec(1, 1, List.of(boards));
  }

  private static void assertRefused(String why, Executable made) {
    var refused = assertThrows(IllegalArgumentException.class, made);
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
  }

  @Test
  void aRigHasBoundedNumbersOfBoardsAndDevices() {
    assertRefused("1 to 64 boards, not 0", () -> rig());
    List<Board> many =
        IntStream.range(0, 65).mapToObj(i -> board("b" + i, "tcp", pump("p"))).toList();
    assertRefused("1 to 64 boards, not 65", () -> new RigSpec(1, 1, many));
    assertRefused("carries 0 devices; 1 to 64", () -> board("b", "tcp"));
    List<RigSpec.Part> parts = new ArrayList<>(Collections.nCopies(65, pump("p")));
    assertRefused("carries 65 devices", () -> new Board("b", Place.TCP, parts));
  }

  private static RigSpec.Light light(int number, int nanometers, int microwatts) {
    return new RigSpec.Light(
        new LightSpec("l" + number, nanometers, microwatts), Optional.of("mea"));
  }

  @Test
  void moreLightThanACultureTakesIsRefusedBeforeItShines() {
    RigSpec.Part[] colours = new RigSpec.Part[18];
    colours[0] = array("mea");
    for (int i = 1; i < 18; i++) {
      colours[i] = light(i, 300 + i, 10_000);
    }
    assertRefused("more than 16 wavelengths", () -> rig(board("b", "tcp", colours)));
    rig(board("b", "tcp", Arrays.copyOf(colours, 17)));
    RigSpec.Part[] alike = new RigSpec.Part[12];
    alike[0] = array("mea");
    for (int i = 1; i < 12; i++) {
      alike[i] = light(i, 365, 10_000_000);
    }
    assertRefused("110000000 µW together", () -> rig(board("b", "tcp", alike)));
  }

  @Test
  void namesAreUniqueWhereTheyAreAskedFor() {
    assertRefused(
        "two boards are called 'b'",
        () -> rig(board("b", "tcp", pump("p")), board("b", "serial", pump("p"))));
    assertRefused(
        "two devices of board 'b' are called 'x'", () -> board("b", "tcp", pump("x"), array("x")));
    rig(board("a", "tcp", pump("p")), board("b", "tcp", pump("p")));
  }

  @Test
  void namesFitIntoTheDeviceTable() {
    for (String bad : List.of("", "Pump", "a b", "-a", ".a", "ä", "a/b", "a".repeat(33))) {
      assertRefused("'" + bad + "' cannot be a name", () -> board(bad, "tcp", pump("p")));
      assertRefused("'" + bad + "' cannot be a name", () -> pump(bad));
      assertRefused("'" + bad + "' cannot be a name", () -> array(bad));
    }
    board("0-a.b", "tcp", pump("a".repeat(32)));
  }

  @Test
  void aPumpFeedsOneArrayOfTheRig() {
    rig(board("a", "tcp", array("mea")), board("b", "tcp", feeding("mea")));
    assertRefused(
        "no array of the rig is called that; arrays are [other]",
        () -> rig(board("a", "tcp", array("other"), feeding("mea"))));
    assertRefused(
        "more than one array of the rig is called that",
        () ->
            rig(board("a", "tcp", array("mea")), board("b", "tcp", array("mea"), feeding("mea"))));
  }

  @Test
  void noTwoBoardsAreAtOnePlace() {
    for (String at : List.of("tcp://127.0.0.1:7310", "serial:/tmp/p", "mqtt:rig", "mqtt://b/rig")) {
      assertRefused(
          "give each a place of its own",
          () -> rig(board("a", at, pump("p")), board("b", at, pump("p"))));
    }
    for (String at : List.of("tcp", "serial", "cable", "tcp://127.0.0.1:0")) {
      rig(board("a", at, pump("p")), board("b", at, pump("p")));
    }
  }

  @Test
  void numbersHaveLimits() {
    Board board = board("b", "tcp", pump("p"));
    for (int speed : new int[] {-1, 0, 1_001}) {
      assertRefused(
          "speed must be from 1 to 1000, not " + speed,
          () -> new RigSpec(1, speed, List.of(board)));
    }
    for (int rate : new int[] {999, 30_001}) {
      assertRefused(
          "samplesPerSecond of array 'a' must be from 1000 to 30000, not " + rate,
          () -> new RigSpec.Array("a", Layout.ONE_BY_32, rate, true, RigSpec.Medium.SALINE));
    }
    assertRefused("wavelengthNanometers", () -> new LightSpec("l", 1, 1));
    assertRefused("maxPowerMicrowatts", () -> new LightSpec("l", 405, 0));
    assertRefused("nanoUnitsPerCount", () -> new SensorSpec("s", "flow", "nL/min", 0, 0));
    assertRefused("unit must be", () -> new SensorSpec("s", "flow", "µL", 1, 0));
    assertRefused("quantity must be", () -> new SensorSpec("s", "q".repeat(17), "K", 1, 0));
  }

  @Test
  void limitsOfAPumpThatMakeNoSenseAreNamed() {
    assertRefused("stepNanoliters", () -> new PumpSpec("p", 0, 9, 9, 1, 9, 1, 9, 9));
    assertRefused("maxVolumeNanoliters", () -> new PumpSpec("p", 5, 4, 9, 1, 9, 1, 9, 9));
    assertRefused("maxVolumeNanoliters", () -> new PumpSpec("p", 5, 100_000_001, 9, 1, 9, 1, 9, 9));
    assertRefused("maxVolumePerHourNanoliters", () -> new PumpSpec("p", 5, 9, 4, 1, 9, 1, 9, 9));
    assertRefused("quantumNanoliters", () -> new PumpSpec("p", 5, 9, 9, 1, 9, 1, 4, 9));
    assertRefused("reservoirNanoliters", () -> new PumpSpec("p", 5, 9, 9, 1, 9, 1, 9, -1));
    assertRefused("maxRateNanolitersPerMinute", () -> new PumpSpec("p", 5, 9, 9, 1, 0, 1, 9, 9));
    assertRefused("minRateNanolitersPerMinute", () -> new PumpSpec("p", 5, 9, 9, 10, 9, 1, 9, 9));
    assertRefused("rateStepNanolitersPerMinute", () -> new PumpSpec("p", 5, 9, 9, 1, 9, 10, 9, 9));
  }

  @Test
  void aBrokerIsBroughtInOnlyWhereNoneIsNamed() {
    RigSpec rig =
        rig(
            board("a", "mqtt:rig/a", pump("p")),
            board("b", "mqtt://elsewhere/b", pump("p")),
            board("c", "tcp", pump("p")));
    assertTrue(rig.needsBroker());
    RigSpec whole = rig.withBroker(URI.create("mqtt://127.0.0.1:1883"));
    assertFalse(whole.needsBroker());
    assertEquals(
        List.of("mqtt://127.0.0.1:1883/rig/a", "mqtt://elsewhere/b", "tcp"),
        whole.boards().stream().map(each -> each.at().text()).toList());
  }

  @Test
  void seedAndSpeedAreChangedAndNothingElse() {
    RigSpec rig = rig(board("a", "cable", pump("p")));
    assertEquals(new RigSpec(7, 1, rig.boards()), rig.withSeed(7));
    assertEquals(new RigSpec(1, 10, rig.boards()), rig.withSpeed(10));
  }
}
