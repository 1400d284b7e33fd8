package org.wetstack.lab.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake is told at its place, with what would be right; all of them at once. */
class RigFileErrorTest {

  static Stream<Arguments> changes() {
    return Stream.concat(things(), Stream.concat(cultures(), tasks()));
  }

  /** What is changed in full.yaml, where that is found, and what is said of it. */
  private static Stream<Arguments> things() {
    return Stream.of(
        arguments("name: rig-1\n", "name: Rig 1\n", "1:7: 'Rig 1' is no name: up to 32 lower"),
        arguments("name: rig-1\n", "nam: rig-1\n", "1:1: a rig needs 'name'"),
        arguments("data: /var", "dta: /var", "5:1: 'dta' means nothing for a rig; known are [al"),
        arguments("zone: Europe/Zurich", "zone: Zurich", "6:7: 'Zurich' is no time zone: write"),
        arguments("\"[::1]:7400\"", "7400", "3:9: '7400' is no address: write HOST:PORT"),
        arguments("\"[::1]:7400\"", "\"[::1]:65536\"", "3:9: '[::1]:65536' is no address"),
        arguments(", key: /etc/rig/key.pem", "", "4:6: 'tls' needs 'key'; this one has [certif"),
        arguments("{driver: firmware", "{driver: firmwar", "8:17: no driver called 'firmwar'"),
        arguments("tcp://10", "usb://10", "8:37: no link for 'usb://10.0.0.7:7310'"),
        arguments(
            "serial:/dev/ttyUSB0?diameter=4.699",
            "tcp://10.0.0.7:7310",
            "9:37: 'mea' is at tcp://10.0.0.7:7310 already"),
        arguments("  pump: {d", "  Pump: {d", "9:9: 'Pump' is no name"),
        arguments("nitride, diameter: 30 um", "nitride", "11:8: kind of electrodes 'tin' needs 'd"),
        arguments("diameter: 30 um", "diameter: 30", "11:47: '30' is not a length; write it as"),
        arguments(
            "diameter: 30 um",
            "diameter: 11 mm",
            "11:47: '11 mm' is out of range: 1 um to 10 mm may stand here"),
        arguments(
            "diameter: 30 um}",
            "diameter: 30 um, first: anodic}",
            "11:61: titanium-nitride must not be charged positively first: use cathodic"),
        arguments("charge-density: 40 µC/cm², ", "", "12:19: nothing is known of 'carbon': give"),
        arguments("derate: 25 %", "derate: 0 %", "12:81: '0 %' is out of range: 1 % to 100 %"),
        arguments("    pump: pump\n", "    pump: pomp\n", "15:11: there is no instrument 'pomp'"),
        arguments("ration: 100 uM", "ration: 100 um", "17:20: '100 um' is not a concentration"),
        arguments("ration: 100 uM", "ration: 0.5 nM", "17:20: '0.5 nM' is finer than is counted"),
        arguments("content: 50 mL", "content: 0 mL", "19:14: '0 mL' is out of range: 1 nL to 10"),
        arguments("27T08:00:00+01:00", "27 8:00", "20:15: '2026-11-27 8:00' is no moment: write"),
        arguments("expires: 2026-11-29", "expires: 2026-11-27", "21:14: reservoir 'dopamine' was"),
        arguments(
            "cultures:\n",
            "  spare: {pump: pump/x, substance: s, concentration: 0 nM, vehicle: v, content: 1 mL,"
                + " prepared: 2026-01-01, expires: 2026-02-01}\ncultures:\n",
            "22:17: pump 'pump' draws from reservoir 'dopamine' already"),
        arguments("warn: 36.5-37.5", "warn: 35-37.5", "65:47: the range of 'warn' must lie within"),
        arguments("stop: 36 to 38", "stop: 38 to 36", "65:64: '38 to 36' is no range: the lower"),
        arguments("stale: 30s", "stale: 2 h", "65:81: '2 h' is out of range: 1 s to 1 h may sta"),
        arguments("pump/flow", "pomp/flow", "66:17: there is no instrument 'pomp' in this file"),
        arguments("pump/flow", "pump/", "66:17: 'pump/' names no device: write INSTRUMENT"),
        arguments("silence: 5s", "silence: 0s", "67:19: '0s' is out of range: 1 s to 10 s may"),
        arguments("lab: operator", "lab: boss", "75:18: 'lab' must be one of [observer, operator"),
        arguments("    issuer: https://id.lab\n", "", "71:5: 'jwt' needs 'issuer'"),
        arguments(
            "{webhook: \"https://chat.lab/hooks/1\"",
            "{webhook: \"chat.lab\"",
            "81:15: 'chat.lab' is no web address"),
        arguments(
            "{webhook: \"https://chat.lab/hooks/1\", ", "{", "81:5: an alert has exactly one of"),
        arguments("mqtts://broker.lab:8883", "tcp://broker.lab:8883", "82:12: 'tcp://broker.lab"),
        arguments("codes: all", "codes: [all, x]", "81:50: 'all' has every code in it: write it"),
        arguments("at-least: alarm", "at-least: panic", "82:100: 'at-least' must be one of [warn"),
        arguments("from: rig@lab.org", "from: rig", "83:47: 'rig' is no mail address: write it"),
        arguments(", password-file: /etc/rig/mail", "", "83:12: 'user' and 'password-file' belong"),
        arguments("mail.lab:587", "mail.lab:0", "83:68: 'mail.lab:0' is no address"));
  }

  private static Stream<Arguments> cultures() {
    return Stream.of(
        arguments("cells: {batch: 17", "cells: {bach: 17", "24:12: 'cells' needs 'batch'"),
        arguments("cells: {batch: 17", "cells: {bach: 17", "24:13: 'bach' means nothing for 'c"),
        arguments("plated: 2026-09-01", "plated: 1.9.2026", "26:13: '1.9.2026' is no day: write"),
        arguments("array: mea/mea", "array: pum", "27:12: there is no instrument 'pum' in this"),
        arguments("sites: 0-15", "sites: 15-0", "28:12: '15-0' is no range of electrodes: they"),
        arguments("sites: 0-15", "sites: 0-65536", "28:12: '0-65536' is no range of electrodes"),
        arguments("sites: 0-15", "sites: A1", "28:12: 'A1' names no electrodes: write them as"),
        arguments("sites: 0-15", "sites: \"0-15, 3\"", "28:12: electrode 3 is named twice"),
        arguments("[16, 18-20]", "[16, 18-20, 19]", "40:12: electrode 19 is named twice"),
        arguments("[16, 18-20]", "[16, 18-20, 15]", "40:12: culture 'c1' has electrodes 15 of mea"),
        arguments("electrodes: tin\n", "electrodes: x\n", "29:17: there is no kind of electrodes"),
        arguments("[dopamine]", "[dopamine, d]", "30:28: there is no reservoir 'd' in this file"),
        arguments("[dopamine]", "[dopamine, dopamine]", "30:17: a reservoir is named twice in"),
        arguments("current: 2uA", "current: 6uA", "33:30: 'current' of a culture may only be str"),
        arguments("{hour: 10 uL,", "{hour: 16 uL,", "34:22: 'hour' of a culture may only be stri"),
        arguments("pause: 20 s}", "pause: 14 s}", "34:36: 'pause' of a culture may only be stric"),
        arguments("current: 5 uA", "current: -5 uA", "48:14: '-5 uA' is out of range: 1 nA to 25"),
        arguments("current: 5 uA", "current: 5", "48:14: '5' is not a current; write it as in"),
        arguments("second: 100", "second: 0", "50:24: 'pulses-per-second' must be a whole number"),
        arguments("duty: 2.5 %", "duty: 2.55 %", "51:11: '2.55 %' is finer than is counted here"),
        arguments("duty: 2.5 %", "duty: 101 %", "51:11: '101 %' is out of range: 0.1 % to 100 %"),
        arguments("charge-per-phase: 4 nC", "charge: 4 nC", "49:5: 'charge' means nothing for 's"),
        arguments("    dose: 1 uL\n", "    dose: 1 uM\n", "56:11: '1 uM' is not a volume"));
  }

  private static Stream<Arguments> tasks() {
    return Stream.of(
        arguments(
            "lights: [mea/uv]",
            "lights: [mea/uv, mea]",
            "45:13: a light is named twice in [mea/uv, mea]"),
        arguments("lights: [mea/uv]", "lights: [lamp/uv]", "45:14: there is no instrument 'lamp'"),
        arguments(
            "    well: 1 mL\n",
            "    well: 1 mL\n    lights: mea\n",
            "46:13: 'mea/uv' shines on culture 'c1' already"),
        arguments("flash: 100 uJ, ", "", "63:17: 'illumination' needs 'flash'"),
        arguments("flash: 100 uJ", "flash: 0.5 nJ", "63:38: 0.0005 µJ is not a whole number of nJ"),
        arguments(
            "      dosing: {hour: 10 uL, pause: 20 s}\n",
            "      illumination: {power: 3 mW}\n",
            "34:29: 'power' of a culture may only be stricter than that of the rig, which is 2 mW"),
        arguments("{name: baseline, e", "{e", "77:5: a task needs 'name'"),
        arguments("{name: morning", "{name: baseline", "78:12: there is a task 'baseline' already"),
        arguments("every: 6h, ", "", "77:5: a task has exactly one of the keys [every, at, once]"),
        arguments("every: 6h", "every: 6h, at: \"1:0\"", "77:5: a task has exactly one of the key"),
        arguments("every: 6h", "every: 10 min", "77:29: this is too often: a recording takes"),
        arguments("at: \"08:00\"", "every: 30 s", "78:28: this is too often: a dose with its pau"),
        arguments("\"08:00\"", "8 pm", "78:25: '8 pm' is no time of day: write it as in \"08:00"),
        arguments(
            "do: dose",
            "do: dance",
            "78:38: 'do' must be one of [dose, record, stimulus, observe]"),
        arguments("do: dose, culture: c1", "do: dose, culture: c2", "78:68: culture 'c2' has no"),
        arguments(
            "do: dose, culture: c1", "do: dose, culture: c3", "78:53: there is no culture 'c"),
        arguments("volume: 500 nL", "volume: 1001 nL", "78:86: a dose for 'c1' has 1 µL at most"),
        arguments("rate: 2 uL/min}", "rate: 6 uL/min}", "78:100: a dose for 'c1' flows at 5 µL/m"),
        arguments(
            "rate: 2 uL/min}", "rate: 2 uL/min, for: 1 h}", "78:110: 'for' means nothing for"),
        arguments("sites: [16, 18]", "sites: [17, 18]", "79:81: culture 'c2' has electrodes 16,"),
        arguments("current: 1 uA", "current: 6 uA", "79:100: a phase for 'c2' has 5 µA at most"),
        arguments("width: 200 us", "width: 4001 us", "79:113: a phase of 4001 pC is more than"),
        arguments("pulses: 10, p", "pulses: 51, p", "79:141: a train for 'c2' has 50 pulses at"),
        arguments("period: 100 ms", "period: 450 us", "79:153: a pulse takes 450 us: the next"),
        arguments("period: 100 ms", "period: 9999 us", "79:153: at most 100 pulses a second: the"),
        arguments(", period: 100 ms", "", "79:5: the task 'probe' (stimulus) needs 'period'"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aMistakeIsToldAtItsPlace(String old, String by, String expected) {
    List<String> errors = Rigs.errors(Rigs.full(old, by));
    assertTrue(
        errors.stream().anyMatch(error -> error.startsWith("rig.yaml:" + expected)),
        () -> "no '" + expected + "' in\n" + String.join("\n", errors));
  }

  @Test
  void whatIsWrongIsToldOnceAndWithoutWhatFollowsFromIt() {
    // The task gives 500 nL of what is now a broken reservoir, to a culture that is read in full.
    List<String> errors = Rigs.errors(Rigs.full("concentration: 100 uM", "concentration: 100"));
    assertEquals(1, errors.size(), errors::toString);
  }

  @Test
  void aTaskOfACultureThatIsWrongIsNotJudged() {
    List<String> errors = Rigs.errors(Rigs.full("plated: 2026-09-01", "plated: soon"));
    assertEquals(1, errors.size(), errors::toString);
  }

  @Test
  void allMistakesAreToldInTheOrderOfTheFile() {
    List<String> errors =
        Rigs.errors(
            """
            name: R
            listen: 0.0.0.0:80
            instruments:
              mea: {driver: x, endpoint: usb, colour: red}
              pump: 7
            cultures:
              c: {medium: m, sites: x, array: nowhere}
            limits: {dosing: {dose: much, hour: more}}
            nonsense: 1
            """);
    assertEquals(
        List.of(
            "1:7", "2:9", "4:17", "4:30", "4:35", "5:9", "7:6", "7:6", "7:6", "7:25", "7:35",
            "8:25", "8:37", "9:1"),
        errors.stream().map(error -> error.replaceAll("^rig.yaml:(\\d+:\\d+): .*", "$1")).toList(),
        () -> String.join("\n", errors));
  }

  @Test
  void othersReachTheRigOnlyInTlsAndByName() {
    String open = Rigs.SHORTEST + "listen: 0.0.0.0:7400\n";
    String users = "users: {tokens: t}\n";
    String tls = "tls: {certificate: c, key: k}\n";
    assertTrue(Rigs.errors(open).get(0).startsWith("rig.yaml:3:9: other computers can reach"));
    assertEquals(1, Rigs.errors(open + users).size());
    assertEquals(1, Rigs.errors(open + tls).size());
    assertEquals(List.of(), Rigs.errors(open + users + tls));
  }

  @Test
  void aRigWithoutInstrumentsIsNone() {
    assertTrue(Rigs.errors("name: r").get(0).contains("a rig needs 'instruments', at least one"));
    assertTrue(Rigs.errors("name: r\ninstruments: {}").get(0).startsWith("rig.yaml:2:14: a rig"));
  }

  @Test
  void usersAreToldSomewhere() {
    String error = Rigs.errors(Rigs.SHORTEST + "users: {}").get(0);
    assertTrue(error.startsWith("rig.yaml:3:8: 'users' needs 'tokens', a file, or 'jwt'"), error);
    error =
        Rigs.errors(Rigs.full("{lab: operator, Staff of the Lab: safety-officer}", "{}")).get(0);
    assertTrue(error.startsWith("rig.yaml:75:12: 'roles' says which value"), error);
  }

  @Test
  void whatIsNoYamlIsToldAlone() {
    List<String> errors = Rigs.errors("name: [r\ninstruments: {}");
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.get(0).startsWith("rig.yaml:2:12: this is not YAML"), errors::toString);
  }

  @Test
  void tooManyElectrodesAtOnceAreRefused() {
    List<String> errors =
        Rigs.errors(
            Rigs.full("[16, 18-20]", "[16-30]").replace("sites: [16, 18],", "sites: 16-20,"));
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.get(0).contains("at most 4 electrodes carry current at once"));
  }
}
