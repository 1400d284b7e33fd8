package org.wetstack.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with the input of {@code emulate} is told in one message that names the place
 * and the remedy, and ends with its own exit code.
 */
@Timeout(60)
class WrongInputTest {

  @TempDir private Path folder;

  /** Runs the command, and checks everything that is the same for every wrong input. */
  private String refusalOf(List<String> args) {
    var terminal = new Terminal();
    int code = terminal.run(args.toArray(String[]::new));
    String said = terminal.err();
    assertEquals(ExitCode.WRONG_INPUT, code, said);
    assertEquals("", terminal.out());
    assertFalse(said.contains("\tat ") || said.contains("Exception"), said);
    assertFalse(said.contains("bug in wetstack"), said);
    List<String> lines = said.lines().toList();
    assertTrue(lines.get(0).startsWith("wetstack: "), said);
    assertEquals(1, lines.stream().filter(line -> line.startsWith("wetstack: ")).count(), said);
    assertTrue(lines.size() <= 3, said);
    return said;
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        // What is wrong, and the remedy.
        arguments("emulat", "'emulat'", "Did you mean: wetstack emulate"),
        arguments(
            "emulate", "nothing to emulate", "one of [pump, mea, intan-rhx, new-era, cavro, harv"),
        arguments(
            "emulate pmup",
            "'pmup'",
            "instruments are [pump, mea, intan-rhx, new-era, cavro, harv"),
        arguments("emulate pump --sped 2", "'--sped'", "--speed"),
        arguments("emulate pump extra", "'extra'", "--help"),
        arguments("emulate pump --at", "'--at'", "--help"),
        arguments("emulate pump --seed", "'--seed'", "--help"),
        arguments("emulate pump --seed one", "'--seed'", "'one' is not a whole number from -9"),
        arguments("emulate pump --seed 1.5", "'--seed'", "'1.5' is not a whole number"),
        arguments("emulate pump --seed 99999999999999999999", "'--seed'", "to 9223372036854775807"),
        arguments("emulate pump --speed fast", "'--speed'", "'fast' is not a whole number"),
        arguments("emulate pump --speed 0", "--speed", "must be from 1 to 1000, not 0"),
        arguments("emulate pump --speed 1001", "--speed", "must be from 1 to 1000, not 1001"),
        arguments("emulate pump --speed 2 --speed 3", "'--speed'", "only once"),
        arguments("emulate pump --seconds 0", "--seconds", "must be at least 1, not 0"),
        arguments("emulate pump --seconds 9999999999", "'--seconds'", "to 2147483647"),
        arguments("emulate pump --at tcp --link /tmp/p", "--link /tmp/p", "give one of them"),
        arguments("emulate pump --link=", "--link", "needs a path, as in --link /tmp/pump"),
        arguments("emulate pump --name Dopamine", "'Dopamine'", "32 lower case letters"),
        arguments("emulate pump --at usb", "'usb'", "write serial, serial:/tmp/pump, tcp"),
        arguments("emulate pump --at cable", "'cable'", "put it at serial, tcp or mqtt:topic"),
        arguments("emulate pump --at tcp://10.0.0.1:80", "tcp://10.0.0.1:80", "127.0.0.1 only"),
        arguments("emulate pump --at tcp://127.0.0.1:70000", "'70000'", "from 0 to 65535"),
        arguments("emulate pump --at tcp://127.0.0.1:80?x=1", "'x'", "known are []"),
        arguments("emulate pump --at tls://127.0.0.1:0", "no certificate", "?cert=board.pem&key"),
        arguments(
            "emulate pump --at tls://127.0.0.1:0?cert=none.pem&key=none.key",
            "board 'pump': there is no file",
            "none.pem"),
        arguments("emulate pump --at mqtt:", "'mqtt:' names no topic", "write mqtt:rig-1/pump"),
        arguments("emulate pump --at mqtt://127.0.0.1", "names no topic", "write mqtt:rig-1"),
        arguments("emulate pump --at mqtt://127.0.0.1/p?usr=1", "board 'pump'", "known are ["),
        arguments(
            "emulate mea --layout 3x3",
            "'3x3'",
            "choose one of [1x8, 4x8, 1x32, 8x8, 8x16, 32x32]"),
        arguments("emulate mea --link /tmp/mea", "'--link'", "--help"),
        arguments("emulate mea --profile x.yaml", "no file 'x.yaml'", "--print-profile"),
        arguments("emulate pump --profile x.yaml", "is of no use", "nothing lives"),
        arguments("emulate pump --save-culture c", "--save-culture needs", "one living culture"),
        arguments("emulate mea --load-culture none", "there is no such file", "--save-culture"),
        arguments(
            "emulate mea --save-culture no/c", "no file can be made there", "folder of yours"),
        arguments("emulate mea --save-culture src", "src is a folder", "name the file"),
        arguments("emulate intan-rhx --saline --save-culture c", "this one has 0", "one living"),
        arguments("emulate mea --print-profile --save-culture c", "emulates nothing", "leave out"),
        arguments("emulate intan-rhx --ports A", "'A'", "as in A:32,B:32"),
        arguments("emulate intan-rhx --ports A:32,A:16", "port A", "twice"),
        arguments("emulate intan-rhx --ports E:32", "no port E", "ports A to D"),
        arguments("emulate intan-rhx --ports A:33", "port A", "at most 32, not 33"),
        arguments("emulate intan-rhx --sample-rate 1000", "not 1000", "[20000, 25000, 30000]"),
        arguments("emulate intan-rhx --controller rhs", "'rhs'", "stim-record, record-usb3"),
        arguments("emulate intan-rhx --stim-step 3", "'3'", "one of [Min, 0.01"),
        arguments("emulate intan-rhx --relisten maybe", "'maybe'", "--relisten is on or off"),
        arguments("emulate intan-rhx --crash yes", "'yes'", "faithful or refuse"),
        arguments("emulate intan-rhx --command-port 70000", "70000", "0 to 65535"),
        arguments("emulate intan-rhx --upload-millis 99999", "PT1M39.999S", "0 s to 10 s"),
        arguments("emulate intan-rhx --files /no/such", "/no/such", "name one that is there"),
        arguments("emulate shdlc-flow --serial COM3", "'COM3'", "--link COM3 gives the port"),
        arguments("emulate shdlc-flow --link=", "--link", "needs a path, as in --link"),
        arguments("emulate shdlc-flow --tcp 5 --link /tmp/f", "--tcp 5", "give one of them"),
        arguments("emulate shdlc-flow --tcp 5 --serial auto", "--tcp 5", "give one of them"),
        arguments("emulate shdlc-flow --tcp 65536", "not 65536", "from 0 to 65535"),
        arguments("emulate shdlc-flow --tcp -1", "not -1", "from 0 to 65535"),
        arguments("emulate shdlc-flow --tcp usb", "'--tcp'", "'usb' is not a whole number"),
        arguments("emulate shdlc-flow --address 255", "--address 255", "are 0 to 254"),
        arguments("emulate shdlc-flow --address 3 --address 3", "--address 3", "given twice"),
        arguments("emulate cavro --smart-valve 0", "--smart-valve 0", "its own"),
        arguments("emulate cavro --smart-valve 15", "--smart-valve 15", "0 to 14"),
        arguments("emulate shdlc-flow --product SLI", "'SLI'", "there are [SLF3S-0600F, "),
        arguments("emulate shdlc-flow --syringe 4.61mm", "'--syringe'", "--help"),
        arguments("emulate shdlc-flow --save-culture c", "--save-culture needs", "this one has 0"),
        arguments("emulate shdlc-flow --speed 0", "--speed", "must be from 1 to 1000, not 0"),
        arguments("emulate shdlc-flow now", "'now'", "--help"),
        arguments("emulate new-era --syringe 4.61", "not '4.61'", "as in 4.61mm or 4.61mmx48mm"),
        arguments("emulate new-era --syringe 90mm", "90.0 mm", "give 0.1 to 50.0"),
        arguments("emulate new-era --address 100", "--address 100", "are 0 to 99"),
        arguments("emulate harvard-elite --address -1", "--address -1", "are 0 to 99"),
        arguments("emulate harvard-ultra --syringe x", "not 'x'", "as in 4.61mm"),
        arguments("emulate harvard-ultra --power-on-alarm", "'--power-on-alarm'", "--help"),
        arguments("emulate cavro --address 15", "--address 15", "are 0 to 14"),
        arguments("emulate cavro --syringe 4.61mm", "'4.61mm'", "as in 500nl"),
        arguments("emulate cavro --syringe 1l", "1000000", "10 to 60,000"),
        arguments("emulate cavro --syringe 1500nl", "--syringe 1500nl", "whole microlitres"),
        arguments("emulate harp-syringe-pump --address 0", "--address is of no use", "leave it"),
        arguments("emulate harp-syringe-pump --syringe x", "not 'x'", "as in 4.61mm"),
        arguments("emulate harp-syringe-pump --syringe 101mm", "boreMillimeters", "0.05 to 100"),
        arguments("discover tcp://127.0.0.1:1", "name endpoints", "--probe only: add it"),
        arguments("discover --probe /dev/ttyUSB0", "/dev/ttyUSB0", "as in serial:/dev/ttyACM0"),
        arguments("discover --probe serial:a%b", "'serial:a%b'", "at character 9"),
        arguments("discover --probes", "'--probes'", "--probe"),
        arguments("pump", "ENDPOINT", "--help"),
        arguments("pump tcp://127.0.0.1:1", "ACTION", "--help"),
        arguments("pump tcp://127.0.0.1:1 fill", "'fill'", "dispense, prime, withdraw, status"),
        arguments("pump tcp://127.0.0.1:1 dispense", "nothing says how much", "as in dispense"),
        arguments("pump tcp://127.0.0.1:1 dispense 500nl", "'500nl' is no dose", "as in dispense"),
        arguments("pump tcp://127.0.0.1:1 dispense 5 at 2ul/min", "'5'", "as in 500nl"),
        arguments("pump tcp://127.0.0.1:1 dispense -5nl at 2ul/min", "'-5nl'", "without a sign"),
        arguments("pump tcp://127.0.0.1:1 prime 5ul at 2ul", "'2ul'", "as in 500nl/min"),
        arguments("pump tcp://127.0.0.1:1 stop now", "'now' is of no use to stop", "leave it"),
        arguments("pump tcp://127.0.0.1:1 status --driver x", "driver called 'x'", "choose one"),
        arguments("pump usb:1 status", "no link for 'usb:1'", "as in serial:/dev/ttyACM0"),
        arguments("audit", "nothing to do", "choose one of [verify]"),
        arguments("audit verify", "DIR", "--help"),
        arguments("audit verify /no/such", "/no/such is not there", "name the folder"),
        arguments("study", "no study named", "one of [statistics, training"),
        arguments("study statistic", "'statistic'", "wetstack study"),
        arguments("study statistics --minutes 0", "--minutes", "must be 1 to 600, not 0"),
        arguments("study statistics --minutes ten", "'--minutes'", "'ten' is not a whole number"),
        arguments("study statistics --out=", "--out", "write one, as in --out my.html"),
        arguments("study statistics --out /proc", "--out /proc", "name a file in it"),
        arguments("study statistics --profile /no.yaml", "/no.yaml", "name a profile in YAML"),
        arguments("study training --seeds 0", "--seeds", "must be 1 to 1000, not 0"),
        arguments("study training --trials 7", "--trials", "must be 8 to 10000, not 7"),
        arguments("study training --threads 65", "--threads", "must be 1 to 64, not 65"),
        arguments("study training --conditions none", "--conditions", "needs 'reward'"),
        arguments("study training --conditions bribe", "'bribe'", "[reward, none, random, dep"),
        arguments("study ageing --days 401", "--days", "must be 1 to 400, not 401"),
        arguments("study ageing --step 0", "--step", "must be 1 to 400, not 0"),
        arguments("study fingerprint --seconds 0", "--seconds", "must be 1 to 3600, not 0"),
        arguments("emulate intan-rhx --seconds 0", "--seconds", "must be at least 1, not 0"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void onTheCommandLine(String line, String place, String remedy) {
    String said = refusalOf(List.of(line.split(" ")));
    assertTrue(said.contains(place), said);
    assertTrue(said.contains(remedy), said);
  }

  /** A rig of one board with {@code device}, which begins in column 7 of line 5. */
  private static String with(String device) {
    return """
    boards:
      - name: rig
        at: tcp
        devices:
        - %s
    """
        .formatted(device);
  }

  private static String board(String rest) {
    return "boards:\n- {name: a, %s}\n".formatted(rest);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        // The text, the place of the mistake, and the remedy.
        arguments("", "1:1", "a rig belongs here"),
        arguments("boards: [", "1:10", "this is not YAML: "),
        arguments("boards:\n\t- name: a\n", "2:1", "this is not YAML: "),
        arguments("a: 1\n---\nb: 2\n", "2:1", "expected a single document"),
        arguments("[".repeat(9_999), "1:17", "nothing in a rig does"),
        arguments("no rig at all", "1:1", "must be a list of 'key: value' lines"),
        arguments("seed: 1\n", "1:1", "a rig needs 'boards'"),
        arguments("seed: x\n" + with("pump: p"), "1:7", "must be a whole number from"),
        arguments("speed: 2000\n" + with("pump: p"), "1:8", "from 1 to 1000, not '2000'"),
        arguments("sped: 2\n" + with("pump: p"), "1:1", "known are [boards, seed, speed]"),
        arguments("seed: 1\nseed: 2\n" + with("pump: p"), "2:1", "keep one"),
        arguments("boards: {}\n", "1:9", "at least one entry that begins with '-'"),
        arguments(board("at: tcp"), "2:3", "a board needs 'devices'"),
        arguments(board("at: usb, devices: [{pump: p}]"), "2:17", "write serial, serial:/tmp"),
        arguments(
            board("at: 'tls://127.0.0.1:0', devices: [{pump: p}]"), "2:17", "?cert=board.pem"),
        arguments(board("at: 'tcp://1.2.3.4:5', devices: [{pump: p}]"), "2:17", "127.0.0.1 only"),
        arguments(with("{}"), "5:7", "exactly one of the keys [array, pump, sensor, light]"),
        arguments(with("{pump: p, array: a}"), "5:7", "this one has [pump, array]"),
        arguments(with("{valve: v}"), "5:7", "this one has [valve]"),
        arguments(with("{pump: P}"), "5:7", "use up to 32 lower case letters"),
        arguments(with("{pump: p, feeds: mea}"), "5:24", "arrays are []"),
        arguments(with("{pump: p}\n    - {light: p}"), "6:15", "rename one"),
        arguments(
            with("{array: a, layout: 3x3}"),
            "5:26",
            "choose one of [1x8, 4x8, 1x32, 8x8, 8x16, 32x32]"),
        arguments(with("{array: a, tissue: [culture]}"), "5:26", "must be a single value"),
        arguments(with("{array: a, stimulates: maybe}"), "5:30", "one of [true, false]"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void inARigFile(String yaml, String place, String remedy) throws IOException {
    Path file = Files.writeString(folder.resolve("rig.yaml"), yaml);
    String said = refusalOf(List.of("emulate", file.toString()));
    assertTrue(said.startsWith("wetstack: " + file + ":" + place + ": "), said);
    assertTrue(said.contains(remedy), said);
  }

  static Stream<Arguments> savedCultures() {
    byte[] magic = {(byte) 0x89, 'W', 'C', 'L', '\r', '\n', 0x1A, '\n'};
    return Stream.of(
        // What the file holds, what is wrong with it, and the remedy.
        arguments(new byte[0], "is no saved culture", "name a file of a culture"),
        arguments("life: {}".getBytes(UTF_8), "is no saved culture", "name a file of a culture"),
        arguments(magic, "is cut short", "take another copy"),
        arguments(content(magic, 2, 16), "of format 2; this program reads format 1", "save it"),
        arguments(content(magic, 1, 16), "damaged or cut short", "take another copy"));
  }

  private static byte[] content(byte[] magic, int version, int more) {
    return ByteBuffer.allocate(magic.length + 4 + more).put(magic).putInt(version).array();
  }

  @ParameterizedTest
  @MethodSource("savedCultures")
  void inASavedCulture(byte[] bytes, String wrong, String remedy) throws IOException {
    Path file = Files.write(folder.resolve("c.wcl"), bytes);
    Path rig =
        Files.writeString(
            folder.resolve("rig.yaml"), with("{array: mea, state: '%s'}".formatted(file)));
    for (List<String> args :
        List.of(
            List.of("emulate", "mea", "--load-culture", file.toString()),
            List.of("emulate", "intan-rhx", "--command-port", "0", "--load-culture", "" + file),
            List.of("emulate", rig.toString()))) {
      String said = refusalOf(args);
      assertTrue(said.contains(file.toString()), said);
      assertTrue(said.contains(wrong), said);
      assertTrue(said.contains(remedy), said);
    }
  }

  @Test
  void aSavedCultureThatIsNotThereInARigFile() throws IOException {
    Path none = folder.resolve("none.wcl");
    Path rig =
        Files.writeString(
            folder.resolve("rig.yaml"), with("{array: mea, state: '%s'}".formatted(none)));
    String said = refusalOf(List.of("emulate", rig.toString()));
    assertTrue(said.contains("array 'mea': there is no file '" + none + "': name a saved"), said);
  }

  @Test
  void aFolder() {
    assertTrue(refusalOf(List.of("emulate", folder.toString())).contains("name the YAML file in"));
  }

  @Test
  void aBinaryFile() throws IOException {
    Path file = Files.write(folder.resolve("rig.yaml"), new byte[] {0x7F, 'E', 'L', 'F', -1, -2});
    String said = refusalOf(List.of("emulate", file.toString()));
    assertTrue(said.contains(file + " is not text in UTF-8: save it as such"), said);
  }

  @Test
  void aFileThatIsNotThere() {
    String said = refusalOf(List.of("emulate", folder.resolve("no.yaml").toString()));
    assertTrue(said.contains("there is no file"), said);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatCannotBeRead() {
    // Readable by its permissions, even for root, and yet not.
    String said = refusalOf(List.of("emulate", "/proc/self/mem"));
    assertTrue(said.contains("/proc/self/mem cannot be read ("), said);
    assertTrue(said.contains("name a rig in YAML"), said);
  }

  @Test
  void aFileAndAnInstrument() throws IOException {
    Path file = Files.writeString(folder.resolve("rig.yaml"), with("pump: p"));
    String said = refusalOf(List.of("emulate", file.toString(), "pump"));
    assertTrue(said.contains("are two things to emulate: name one of them"), said);
  }

  @Test
  void aRigWithABoardOnACable() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rig.yaml"), board("at: noisy-line, devices: [{pump: p}]"));
    String said = refusalOf(List.of("emulate", file.toString()));
    assertTrue(said.contains("board 'a' is at 'noisy-line'"), said);
    assertTrue(said.contains("put it at serial, tcp or mqtt:topic"), said);
  }
}
