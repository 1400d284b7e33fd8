package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.board.LightSpec;
import org.wetstack.emulator.board.PumpSpec;
import org.wetstack.emulator.board.SensorSpec;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.culture.ProfileFile;

class RigFileTest {

  @TempDir private Path folder;

  @Test
  void everyKeyIsRead() {
    RigSpec rig =
        RigFile.parse(
            "rig.yaml",
            """
            seed: -42
            speed: 10
            boards:
              - name: mea
                at: tcp://127.0.0.1:7310
                devices:
                  - array: left
                    layout: 8x8
                    samplesPerSecond: 20_000
                    stimulates: false
                    tissue: saline
                  - sensor: bath
                    quantity: conductivity
                    unit: S/m
                    nanoUnitsPerCount: 1000
                    counts: -5
              - name: pumps
                at: noisy-line
                devices:
                  - pump: dopamine
                    feeds: left
                    stepNanoliters: 1
                    maxVolumeNanoliters: 100000000
                    maxVolumePerHourNanoliters: 2147483647
                    minRateNanolitersPerMinute: 2
                    maxRateNanolitersPerMinute: 3
                    rateStepNanolitersPerMinute: 1
                    quantumNanoliters: 4
                    reservoirNanoliters: 1000000000000
                  - light: blue
                    wavelengthNanometers: 470
                    maxPowerMicrowatts: 500
                    powerStepMicrowatts: 5
                    maxFlashMicros: 20
                    maxFlashMicrojoules: 30
                    shines: right
              - name: more
                at: cable
                devices:
                  - {array: right, layout: 1x32, amplifiers: flat, daysInVitro: 30.5}
                  - {sensor: air, quantity: co2, unit: percent, nanoUnitsPerCount: 1000000, of: right}
                  - pump: caged
                    feeds: right
                    fluid: caged
                    dopamineNanomolar: 500.5
                    preparedHoursAgo: 12
                    deadVolumeNanoliters: 7
            """);
    assertEquals(
        new RigSpec(
            -42,
            10,
            List.of(
                new RigSpec.Board(
                    "mea",
                    Place.parse("tcp://127.0.0.1:7310"),
                    List.of(
                        new RigSpec.Array(
                            "left", Layout.EIGHT_BY_EIGHT, 20_000, false, RigSpec.Medium.SALINE),
                        new RigSpec.Sensor(
                            new SensorSpec("bath", "conductivity", "S/m", 1_000, -5)))),
                new RigSpec.Board(
                    "pumps",
                    Place.parse("noisy-line"),
                    List.of(
                        new RigSpec.Pump(
                            new PumpSpec(
                                "dopamine",
                                1,
                                100_000_000,
                                Integer.MAX_VALUE,
                                2,
                                3,
                                1,
                                4,
                                1_000_000_000_000L),
                            Optional.of("left")),
                        new RigSpec.Light(
                            new LightSpec("blue", 470, 500, 5, 20, 30), Optional.of("right")))),
                new RigSpec.Board(
                    "more",
                    Place.CABLE,
                    List.of(
                        new RigSpec.Array(
                            "right",
                            Layout.ONE_BY_32,
                            30_000,
                            true,
                            RigSpec.Medium.CULTURE,
                            new Living(aged(30.5), Optional.empty()),
                            ChipParameters.Amplifier.FLAT),
                        new RigSpec.Sensor(
                            new SensorSpec("air", "co2", "percent", 1_000_000, 3_700),
                            Optional.of("right")),
                        new RigSpec.Pump(
                            PumpSpec.defaults("caged"),
                            Optional.of("right"),
                            new Filling(
                                Filling.Kind.CAGED,
                                OptionalDouble.of(500.5),
                                12,
                                OptionalLong.of(7))))))),
        rig);
  }

  private static Profile aged(double days) {
    return ProfileFile.parse("days", "life: {daysInVitro: " + days + "}");
  }

  @Test
  void aProfileIsReadWithTheRigAndAMistakeInItIsToldWithBothPlaces() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.yaml"), "life: {daysInVitro: 3}\n");
    String rig = "boards: [{name: a, at: cable, devices: [{array: a, profile: '" + file + "'";
    assertEquals(
        List.of(new Living(aged(3), Optional.empty())), living(RigFile.parse("r", rig + "}]}]")));
    assertEquals(
        List.of(new Living(aged(4), Optional.empty())),
        living(RigFile.parse("r", rig + ", daysInVitro: 4}]}]")),
        "the rig has the last word");
    Files.writeString(file, "life:\n  daysInVitro: old\n");
    var wrong =
        assertThrows(IllegalArgumentException.class, () -> RigFile.parse("r", rig + "}]}]"));
    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.startsWith("r:1:61: " + file + ":2:16: "), message);
  }

  private static List<Living> living(RigSpec rig) {
    return rig.boards().get(0).parts().stream()
        .map(part -> ((RigSpec.Array) part).living())
        .toList();
  }

  @Test
  void whatIsLeftOutIsUsual() {
    RigSpec rig =
        RigFile.parse(
            "rig.yaml",
            """
            boards:
              - {name: a, at: cable, devices: [{array: mea}, {pump: p}, {sensor: s}, {light: l}]}
            """);
    assertEquals(1, rig.seed());
    assertEquals(1, rig.speed());
    assertEquals(
        List.of(
            RigSpec.Array.living("mea", Layout.FOUR_BY_EIGHT),
            new RigSpec.Pump(PumpSpec.defaults("p"), Optional.empty()),
            new RigSpec.Sensor(SensorSpec.thermometer("s")),
            new RigSpec.Light(new LightSpec("l", 405, 10_000))),
        rig.boards().get(0).parts());
  }

  @Test
  void theLimitsOfTheLayoutsAndWordsAreTheirNames() {
    for (Layout layout : Layout.values()) {
      assertEquals(layout, Layout.parse(layout.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> Layout.parse("2x2"));
  }

  @Test
  void aFileIsReadFromDiskWithAByteOrderMarkOrWithout() throws IOException {
    String text = "boards: [{name: a, at: cable, devices: [{pump: p}]}]\n";
    Path file = folder.resolve("rig.yaml");
    Files.writeString(file, text);
    RigSpec plain = RigFile.read(file);
    Files.writeString(file, "\uFEFF" + text);
    assertEquals(plain, RigFile.read(file));
  }

  @Test
  void whatIsNoRigFileIsRefusedByName() throws IOException {
    assertRefused(folder, " is a folder: name the YAML file in it");
    Path file = folder.resolve("rig.yaml");
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
    assertRefused(file, " is not text in UTF-8");
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    assertRefused(file, " is larger than a rig file can be, 1048576 bytes");
    Files.delete(file);
    assertThrows(NoSuchFileException.class, () -> RigFile.read(file));
  }

  @Test
  void aFileWithoutEndIsNotReadForEver() {
    Path zero = Path.of("/dev/zero");
    if (Files.exists(zero)) {
      assertRefused(zero, " is larger than a rig file can be");
    }
  }

  private static void assertRefused(Path file, String why) {
    var refused = assertThrows(IllegalArgumentException.class, () -> RigFile.read(file));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith(file + why), message);
    assertFalse(message.contains("\n"), message);
  }
}
