package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.wetstack.app.Wetstack;
import org.wetstack.emulator.World;
import org.wetstack.emulator.board.ArraySpec;
import org.wetstack.emulator.board.BoardSpec;
import org.wetstack.emulator.board.EmulatedBoard;
import org.wetstack.emulator.chip.ChipParameters;
import org.wetstack.emulator.host.TcpHost;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.hal.units.Current;
import org.wetstack.lsl.LslLibrary;
import org.xml.sax.InputSource;

/** Arrays as streams of LSL, taken by a program in C that uses a liblsl which others have built. */
@Timeout(120)
class LslTest {

  private static final int RATE = 30_000;
  private static final int CHANNELS = 128;
  private static final int ENOUGH = 120_000;
  private static final int LOST_BLOCKS = 200;
  private static final int FIRST_PORT = 16_572;
  private static final int LAST_PORT = 16_604;
  private static final LslLibrary.Reach HERE = LslLibrary.Reach.THIS_COMPUTER;
  private static final Duration WITHIN = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static String at(Document xml, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, xml);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void everySampleComesAtItsTimeAndWhatIsLostShiftsNone() throws Exception {
    LslLibrary library = LslLibrary.load(Optional.of(LslPackage.library()), HERE);
    String name = "numbers " + ProcessHandle.current().pid();
    NavigableSet<Integer> before = listening();
    try (var array = new NumberedArray(CHANNELS / 8, 1);
        var offered = new OfferedArray(array, library, name);
        var frozen = new LslReceiver(folder.resolve("frozen"), name, 1)) {
      NavigableSet<Integer> ports = listening();
      ports.removeAll(before);
      assertNobodyElseGetsIn(ports);
      // One that hangs with its stream open must cost the others nothing.
      frozen.freeze();
      LoadedStimulus pulse =
          array
              .array()
              .stimulator()
              .orElseThrow()
              .load(
                  Stimulus.biphasic(List.of(3), Current.microamps(-1), Duration.ofNanos(200_000)));
      check(array, offered, pulse, new LslReceiver(folder.resolve("all"), name, ENOUGH));
    }
  }

  private static void check(
      NumberedArray array, OfferedArray offered, LoadedStimulus pulse, LslReceiver all)
      throws Exception {
    try (LslReceiver receiver = all) {
      offered.lose(LOST_BLOCKS);
      long begun = array.next();
      array.await("a gap", () -> array.next() > begun + LOST_BLOCKS * OfferedArray.SIZE + RATE / 4);
      Receipt receipt =
          SystemTimebase.shared().await(pulse.trigger().toCompletableFuture(), WITHIN);
      offered.outlet().alarm(new Alarm("mea", "too-warm", "37.9 °C", false));
      double taken = receiver.taken();
      receiver.end();

      var disturbed = new LslStreamed.Disturbed(3, receipt.firstSample());
      var streamed = LslStreamed.of(RATE, CHANNELS, receiver.times(), receiver.counts(), disturbed);
      assertTrue(streamed.samples() >= ENOUGH, () -> streamed.samples() + " samples");
      streamed.assertBefore(taken);
      assertTrue(
          streamed.holes().stream()
              .anyMatch(hole -> hole.samples() >= LOST_BLOCKS * OfferedArray.SIZE),
          () -> "nothing was lost: " + streamed.holes());
      List<LslReceiver.Marker> markers = receiver.markers();
      assertGapsAreTold(streamed, markers);
      LslReceiver.Marker stimulus = marker(markers, "stimulus");
      assertEquals(
          "stimulus operation=" + receipt.operation() + " sample=" + receipt.firstSample(),
          stimulus.text());
      streamed.assertAt(receipt.firstSample(), stimulus);
      assertEquals(
          "alarm device=mea code=too-warm safe=false 37.9 °C", marker(markers, "alarm").text());
      assertEquals(0, offered.lostInTheRing(), "lost as somebody hangs");
    }
  }

  /** On a busy machine there may be more than were made here. */
  private static void assertGapsAreTold(LslStreamed streamed, List<LslReceiver.Marker> markers) {
    for (LslStreamed.Hole hole : streamed.holes()) {
      streamed.assertAt(
          hole.first(),
          marker(markers, "gap first=" + hole.first() + " samples=" + hole.samples()));
    }
  }

  private static LslReceiver.Marker marker(List<LslReceiver.Marker> all, String what) {
    return all.stream()
        .filter(each -> (each.text() + " ").startsWith(what + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " is not in " + all));
  }

  /** Ports of LSL's range at which somebody on this computer listens. */
  private static NavigableSet<Integer> listening() throws IOException {
    var ports = new TreeSet<Integer>();
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split(" +", -1);
        if (columns[3].equals("0A")) {
          int port = Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16);
          if (port >= FIRST_PORT && port <= LAST_PORT) {
            ports.add(port);
          }
        }
      }
    }
    return ports;
  }

  private static void connect(InetAddress to, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(to, port), (int) WITHIN.toMillis());
    }
  }

  /** Each stream listens at a port, and a program that comes by the network finds none there. */
  private static void assertNobodyElseGetsIn(NavigableSet<Integer> ports) throws IOException {
    assertTrue(ports.size() >= 2, ports::toString);
    connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), ports.first());
    List<InetAddress> outside = new ArrayList<>();
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && address instanceof java.net.Inet4Address)
        .forEach(outside::add);
    for (InetAddress address : outside) {
      for (int port : ports) {
        assertThrows(ConnectException.class, () -> connect(address, port), address + " " + port);
      }
    }
  }

  @Test
  void theCommandStreamsMicrovoltsSaysWhatTheyAreAndEndsInOrder() throws Exception {
    var tissue = new NumberedTissue(8, () -> {});
    ArraySpec usual = ArraySpec.grid("mea", 8, 1, tissue);
    var spec =
        new ArraySpec(
            "mea",
            usual.samplesPerSecond(),
            usual.sites(),
            true,
            usual.stimulator(),
            ChipParameters.flat(),
            tissue);
    var time = SystemTimebase.shared();
    var board = new EmulatedBoard(new World(time, 1, 1), BoardSpec.of("board-1", spec));
    String name = "microvolts " + ProcessHandle.current().pid();
    var out = new StringWriter();
    var err = new StringWriter();
    try (TcpHost host = TcpHost.open(board::plug, 0, time)) {
      String[] words = {
        "lsl",
        host.endpoint().toString(),
        "--library",
        LslPackage.library().toString(),
        "--format",
        "float32",
        "--name",
        name
      };
      CompletableFuture<Integer> command =
          CompletableFuture.supplyAsync(() -> wetstack(out, err, words));
      try (var receiver = new LslReceiver(folder, name, RATE)) {
        double taken = receiver.taken();
        host.close();
        assertEquals(1, command.get(20, TimeUnit.SECONDS), err::toString);
        receiver.end();
        LslStreamed streamed =
            LslStreamed.of(
                RATE,
                8,
                receiver.times(),
                counts(receiver.microvolts()),
                LslStreamed.Disturbed.NONE);
        streamed.assertBefore(taken);
        List<LslReceiver.Marker> markers = receiver.markers();
        assertGapsAreTold(streamed, markers);
        marker(markers, "lost");
        checkDescription(receiver, name);
      }
    }
    assertTrue(out.toString().startsWith("samples  " + name + "\n"), out::toString);
    assertTrue(out.toString().contains("float32, 8 channels at 30000 Hz, for this computer"));
    assertTrue(err.toString().contains("the array is lost: "), err::toString);
    assertTrue(err.toString().contains(" samples sent, "), err::toString);
  }

  private static int wetstack(StringWriter out, StringWriter err, String... words) {
    return Wetstack.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }

  /** Microvolts as counts; that they are whole counts is checked with their values. */
  private static short[] counts(float[] microvolts) {
    short[] counts = new short[microvolts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (short) Math.round(microvolts[i] / 0.195f);
      assertEquals(counts[i] * 0.195f, microvolts[i], 0.001f);
    }
    return counts;
  }

  private static void checkDescription(LslReceiver receiver, String name) throws Exception {
    Document samples = parse(receiver.xml("samples"));
    assertEquals(name, at(samples, "/info/name"));
    assertEquals("Ephys", at(samples, "/info/type"));
    assertEquals("float32", at(samples, "/info/channel_format"));
    assertEquals(RATE, Double.parseDouble(at(samples, "/info/nominal_srate")));
    assertEquals("wetstack/board-1/mea/FLOAT32", at(samples, "/info/source_id"));
    assertEquals("board-1", at(samples, "/info/desc/acquisition/serial_number"));
    assertEquals("false", at(samples, "/info/desc/acquisition/verified_on_hardware"));
    assertEquals("true", at(samples, "/info/desc/synchronization/can_drop_samples"));
    assertEquals("8", at(samples, "count(/info/desc/channels/channel)"));
    String last = "/info/desc/channels/channel[8]/";
    assertEquals("E7", at(samples, last + "label"));
    assertEquals("microvolts", at(samples, last + "unit"));
    assertEquals("0.195", at(samples, last + "microvolts_per_count"));
    assertEquals("1.400", at(samples, last + "location/X"));
    assertEquals("0.000", at(samples, last + "location/Y"));
    Document markers = parse(receiver.xml("markers"));
    assertEquals("Markers", at(markers, "/info/type"));
    assertEquals("string", at(markers, "/info/channel_format"));
    assertEquals(name, at(markers, "/info/desc/samples_stream"));
  }

  private static String refused(int code, String... more) {
    var said = new StringWriter();
    List<String> words = new ArrayList<>(List.of("lsl", "tcp://127.0.0.1:1"));
    words.addAll(List.of(more));
    assertEquals(code, wetstack(said, said, words.toArray(String[]::new)), said::toString);
    return said.toString();
  }

  @Test
  void aLibraryThatIsNotThereIsToldBeforeAnInstrumentIsOpened() throws Exception {
    String missing = refused(1, "--library", folder.toString());
    assertTrue(missing.contains("is not a file: name liblsl.so itself"), missing);
    Path text = Files.writeString(folder.resolve("liblsl.so"), "no library");
    String wrong = refused(1, "--library", text.toString());
    assertTrue(wrong.contains("liblsl.so is no liblsl that can be loaded here: "), wrong);
    assertTrue(refused(2, "--format", "int64").contains("--format"));
  }

  @Test
  void withoutALibraryItSaysWhatToInstallAndWhichOptionNamesIt() {
    boolean installed;
    try (var library = com.sun.jna.NativeLibrary.getInstance("lsl")) {
      installed = library != null;
    } catch (UnsatisfiedLinkError e) {
      installed = false;
    }
    Assumptions.assumeFalse(installed, "liblsl is installed here");
    String said = refused(1);
    assertTrue(said.contains("install it (https://github.com/sccn/liblsl/releases"), said);
    assertTrue(said.contains("--library PATH"), said);
  }
}
