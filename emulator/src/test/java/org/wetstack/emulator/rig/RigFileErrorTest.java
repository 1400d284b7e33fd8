package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake in a rig file is told with its place and a remedy. */
class RigFileErrorTest {

  /** A board whose only device is {@code device}, which begins in column 7 of line 5. */
  private static String with(String device) {
    return """
        boards:
          - name: rig
            at: cable
            devices:
            - %s
        """
        .formatted(device);
  }

  /** Two boards with a pump each; a name begins in column 10, its place in column 17. */
  private static String two(String name, String place, String otherName, String otherPlace) {
    return """
        boards:
        - {name: %s, at: '%s', devices: [{pump: p}]}
        - {name: %s, at: '%s', devices: [{pump: p}]}
        """
        .formatted(name, place, otherName, otherPlace);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // What is not YAML, or not a rig.
        arguments("", "1:1", "there is nothing in it; a rig belongs here"),
        arguments("# nothing\n", "1:1", "there is nothing in it"),
        arguments("boards: [\n", "2:1", "this is not YAML: "),
        arguments("boards:\n\t- name: a\n", "2:1", "this is not YAML: "),
        arguments("boards: \u0007\n", "1:9", "U+0007 cannot stand in a text"),
        arguments("a: 1\n---\nb: 2\n", "2:1", "this is not YAML: expected a single document"),
        arguments("boards: *nobody\n", "1:9", "this is not YAML: "),
        arguments("[".repeat(5_000), "1:17", "more than 16 lists and mappings"),
        arguments("boards: ".concat("{a: ".repeat(5_000)), "1:69", "lists and mappings"),
        arguments("just text\n", "1:1", "a rig must be a list of 'key: value' lines"),
        arguments("- 1\n", "1:1", "a rig must be a list of 'key: value' lines"),
        arguments("? [a]\n: 1\n", "1:3", "a key must be a single value"),
        // The rig.
        arguments("seed: 1\n", "1:1", "a rig needs 'boards'; this one has [seed]"),
        arguments("boards: 1\n", "1:9", "'boards' must be a list of at least one entry"),
        arguments("boards: []\n", "1:9", "'boards' must be a list of at least one entry"),
        arguments("boards: [1]\n", "1:10", "a board must be a list of 'key: value' lines"),
        arguments("seed: one\n" + with("pump: p"), "1:7", "from -9223372036854775808 to"),
        arguments("seed:\n" + with("pump: p"), "1:6", "must be a whole number from"),
        arguments("seed: [1]\n" + with("pump: p"), "1:7", "'seed' must be a single value"),
        arguments("seed: 1\nseed: 2\n" + with("pump: p"), "2:1", "'seed' is given twice"),
        arguments("speed: 0\n" + with("pump: p"), "1:8", "whole number from 1 to 1000, not '0'"),
        arguments("speed: 1.5\n" + with("pump: p"), "1:8", "whole number from 1 to 1000"),
        arguments("sped: 2\n" + with("pump: p"), "1:1", "'sped' means nothing for a rig; known"),
        // Boards.
        arguments(
            "boards:\n- name: a\n  devices: []\n", "2:3", "a board needs 'at'; this one has [name"),
        arguments("boards:\n- at: cable\n", "2:3", "a board needs 'name'"),
        arguments("boards:\n- {name: a, at: cable}\n", "2:3", "a board needs 'devices'"),
        arguments("boards:\n- {name: a, at: usb}\n", "2:17", "'usb' is no place; write serial"),
        arguments("boards:\n- {name: a, at: 'tcp://10.0.0.1:80'}\n", "2:17", "127.0.0.1 only"),
        arguments("boards:\n- {name: a, at: 'tcp://127.0.0.1:99999'}\n", "2:17", "'99999' where"),
        arguments("boards:\n- {name: a, at: 'tls://127.0.0.1:1'}\n", "2:17", "no certificate"),
        arguments(
            "boards:\n- {name: A b, at: cable, devices: [{pump: p}]}\n",
            "2:3",
            "'A b' cannot be a name: use up to 32 lower case letters"),
        arguments(
            "boards:\n- {name: a, at: cable, devices: [{pump: p}], color: red}\n",
            "2:46",
            "'color' means nothing for a board; known are [at, devices, name]"),
        arguments(two("a", "tcp", "a", "tcp"), "3:10", "two boards are called 'a': rename one"),
        arguments(
            two("a", "tcp://127.0.0.1:7310", "b", "tcp://localhost:7310"),
            "3:17",
            "'a' and 'b' are both at port 7310: give each a place of its own"),
        // Devices.
        arguments(with("name: p"), "5:7", "has exactly one of the keys [array, pump, sensor"),
        arguments(with("motor: p"), "5:7", "this one has [motor]"),
        arguments(with("{pump: p, array: a}"), "5:7", "this one has [pump, array]"),
        arguments(with("pump: [p]"), "5:13", "'pump' must be a single value"),
        arguments(with("pump: Dopamine"), "5:7", "'Dopamine' cannot be a name"),
        arguments(with("{pump: p, layout: 4x8}"), "5:17", "'layout' means nothing for a pump"),
        arguments(with("pump: p\n    - sensor: p"), "6:15", "are called 'p': rename one"),
        arguments(with("{pump: p, stepNanoliters: 0}"), "5:33", "whole number from 1 to 100000000"),
        arguments(with("{pump: p, stepNanoliters: 9999999}"), "5:7", "maxVolumeNanoliters of pump"),
        arguments(
            with("{pump: p, minRateNanolitersPerMinute: 70000000}"),
            "5:7",
            "minRateNanolitersPerMinute of pump 'p' must be from 1 to 60000000, not 70000000"),
        arguments(with("{pump: p, reservoirNanoliters: -1}"), "5:38", "from 0 to 1000000000000"),
        arguments(with("{pump: p, feeds: mea}"), "5:24", "no array of the rig is called that"),
        arguments(
            with("{pump: p, feeds: q}\n    - pump: q"),
            "5:24",
            "no array of the rig is called that"),
        arguments(
            with("{array: a, layout: 3x3}"),
            "5:26",
            "choose one of [1x8, 4x8, 1x32, 8x8, 8x16, 32x32]"),
        arguments(with("{array: a, samplesPerSecond: 999}"), "5:36", "from 1000 to 30000"),
        arguments(with("{array: a, stimulates: yes}"), "5:30", "one of [true, false], not 'yes'"),
        arguments(with("{array: a, tissue: liver}"), "5:26", "one of [culture, saline]"),
        arguments(with("{array: a, amplifiers: none}"), "5:30", "one of [bandpass, flat]"),
        arguments(with("{sensor: s, unit: '°C'}"), "5:7", "unit must be 1 to 16 ASCII characters"),
        arguments(with("{sensor: s, quantity: ''}"), "5:7", "quantity must be 1 to 16 ASCII"),
        arguments(with("{sensor: s, counts: 1e3}"), "5:27", "'counts' must be a whole number"),
        arguments(with("{sensor: s, nanoUnitsPerCount: 0}"), "5:38", "from 1 to 2147483647"),
        arguments(with("{light: l, wavelengthNanometers: 100}"), "5:40", "from 200 to 1100"),
        arguments(with("{light: l, maxPowerMicrowatts: 0}"), "5:38", "from 1 to 10000000"),
        arguments(with("{light: l, powerStepMicrowatts: 20000}"), "5:7", "powerStepMicrowatts of"),
        arguments(with("{light: l, maxFlashMicros: -1}"), "5:34", "from 0 to 2147483647"),
        arguments(with("{light: l, shines: mea}"), "5:26", "light 'l' shines on 'mea', but no"),
        // Cultures, and what leads to them.
        arguments(
            with("{array: a, tissue: saline}\n    - {light: l, shines: a}"),
            "6:26",
            "where nothing lives: let its tissue be culture, or leave out 'shines'"),
        arguments(
            with("{array: a, tissue: saline}\n    - {sensor: s, of: a}"), "6:23", "nothing lives"),
        arguments(with("{sensor: s, of: a}"), "5:23", "sensor 's' is of 'a', but no array"),
        arguments(
            with("{array: a}\n    - {sensor: s, quantity: ph, of: a}"),
            "6:37",
            "it can read temperature in degC, or co2 in percent"),
        arguments(
            with("{array: a}\n    - {sensor: s, nanoUnitsPerCount: 29, of: a}"),
            "6:46",
            "nanoUnitsPerCount be at least 30"),
        arguments(with("{pump: p, fluid: water}"), "5:24", "one of [dopamine, caged, medium]"),
        arguments(
            with("{pump: p, fluid: medium, dopamineNanomolar: 1}"),
            "5:7",
            "medium has no dopamine"),
        arguments(with("{pump: p, dopamineNanomolar: 1e10}"), "5:36", "'dopamineNanomolar' must"),
        arguments(with("{pump: p, preparedHoursAgo: -1}"), "5:35", "'preparedHoursAgo' must be"),
        arguments(with("{pump: p, deadVolumeNanoliters: 1e9}"), "5:39", "0 to 10000000"),
        arguments(with("{array: a, daysInVitro: 401}"), "5:31", "'daysInVitro' must be a number"),
        arguments(
            with("{array: a, tissue: saline, daysInVitro: 4}"), "5:47", "nothing lives in saline"),
        arguments(
            with("{array: a, state: s.wcl, daysInVitro: 4}"), "5:45", "brings its own: leave out"),
        arguments(with("{array: a, profile: none.yaml}"), "5:27", "there is no file 'none.yaml'"),
        arguments(with("{array: a, profile: src}"), "5:27", "src is a folder"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isToldWithItsPlaceAndARemedy(String yaml, String place, String what) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> RigFile.parse("rig.yaml", yaml));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("rig.yaml:" + place + ": "), message);
    assertTrue(message.contains(what), message);
    assertFalse(message.contains("\n"), message);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isNeverABug(String yaml, String place, String what) {
    // Cut anywhere, a file is right or refused, and nothing else.
    for (int end = 0; end < Math.min(yaml.length(), 200); end++) {
      String cut = yaml.substring(0, end);
      try {
        RigFile.parse("rig.yaml", cut);
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("rig.yaml:"), e::toString);
      }
    }
  }
}
