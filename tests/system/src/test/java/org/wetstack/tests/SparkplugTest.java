package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.sparkplug.EdgeNode;
import org.wetstack.sparkplug.Picture;
import org.wetstack.sparkplug.Place;
import org.wetstack.sparkplug.Value;

/**
 * The edge node on Debian's mosquitto, heard by its mosquitto_sub, decoded by protoc without a
 * schema. Tests are named by the assertions of Sparkplug 3.0 that they show.
 */
@Timeout(60)
class SparkplugTest {

  /** What a subscriber heard; {@code text} is what {@code protoc --decode_raw} makes of it. */
  private record Heard(String topic, int quality, boolean retained, String text) {

    boolean is(String kind) {
      return topic.contains("/" + kind + "/");
    }

    /** Field 3, or −1 if there is none. */
    int sequence() {
      Matcher found = Pattern.compile("(?m)^3: (\\d+)$").matcher(text);
      return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    long count(String metric) {
      return text.lines().filter(line -> line.equals("  1: \"" + metric + "\"")).count();
    }

    /** The metric's lines, by its name. */
    String metric(String name) {
      for (String one : text.split("(?m)^2 \\{$", -1)) {
        if (one.contains("  1: \"" + name + "\"")) {
          return one;
        }
      }
      throw new AssertionError("no metric " + name + " in " + text);
    }
  }

  private static final String SUB = "/usr/bin";

  private Mosquitto broker;
  private Process subscriber;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private EdgeNode node;

  @BeforeEach
  void listen() throws Exception {
    broker = Mosquitto.start();
    subscriber =
        new ProcessBuilder(
                Tools.needProgram("mosquitto_sub", SUB).toString(),
                "-p",
                "" + broker.port(),
                "-q",
                "1",
                "-t",
                "spBv1.0/#",
                "-F",
                "%t %q %r %x")
            .start();
    var reader =
        new Thread(
            () -> subscriber.inputReader(StandardCharsets.UTF_8).lines().forEach(this::hear),
            "subscriber");
    reader.setDaemon(true);
    reader.start();
    // It is there when it hears what is retained for it.
    publish("spBv1.0/STATE/ready", "{\"online\":true,\"timestamp\":1}", true);
    await(one -> one.topic().endsWith("/ready"));
    node = node(Optional.empty());
  }

  @AfterEach
  void end() throws Exception {
    node.close();
    subscriber.destroyForcibly().waitFor();
    broker.close();
  }

  private EdgeNode node(Optional<String> host) {
    URI at = URI.create("mqtt://127.0.0.1:" + broker.port());
    return new EdgeNode(Place.of(at, "lab", "rig-1", host), SystemTimebase.shared());
  }

  private void hear(String line) {
    String[] words = line.split(" ", -1);
    byte[] payload = words.length > 3 ? HexFormat.of().parseHex(words[3]) : new byte[0];
    String text =
        words[0].contains("/STATE/")
            ? new String(payload, StandardCharsets.UTF_8)
            : decoded(payload);
    heard.add(new Heard(words[0], Integer.parseInt(words[1]), words[2].equals("1"), text));
  }

  private static String decoded(byte[] payload) {
    try {
      Process protoc =
          new ProcessBuilder(Tools.needProgram("protoc", SUB).toString(), "--decode_raw")
              .redirectErrorStream(true)
              .start();
      try (var in = protoc.getOutputStream()) {
        in.write(payload);
      }
      String text = new String(protoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return protoc.waitFor() == 0 ? text : "protoc refuses: " + text;
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  private Heard await(Predicate<Heard> wanted) {
    int had = 0;
    for (int look = 0; look < 1_000; look++) {
      if (heard.size() > had) {
        // It still hears: a decoder is started for each message.
        had = heard.size();
        look = 0;
      }
      Optional<Heard> found = heard.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("not heard within 10 s: " + heard);
  }

  private void publish(String topic, String text, boolean retained) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tools.needProgram("mosquitto_pub", SUB).toString(),
                "-p",
                "" + broker.port(),
                "-t",
                topic,
                "-m",
                text));
    if (retained) {
      command.add("-r");
    }
    assertEquals(0, new ProcessBuilder(command).start().waitFor());
  }

  private void command(byte[] payload) throws Exception {
    Process pub =
        new ProcessBuilder(
                Tools.needProgram("mosquitto_pub", SUB).toString(),
                "-p",
                "" + broker.port(),
                "-t",
                "spBv1.0/lab/NCMD/rig-1",
                "-s")
            .start();
    try (var in = pub.getOutputStream()) {
      in.write(payload);
    }
    assertEquals(0, pub.waitFor());
  }

  /** A metric of that name, Boolean, true: by hand, as another program would write it. */
  private static byte[] set(String name) {
    byte[] words = name.getBytes(StandardCharsets.UTF_8);
    int length = 2 + words.length + 2 + 2;
    byte[] all = new byte[2 + length];
    all[0] = 0x12;
    all[1] = (byte) length;
    all[2] = 0x0a;
    all[3] = (byte) words.length;
    System.arraycopy(words, 0, all, 4, words.length);
    int at = 4 + words.length;
    all[at] = 0x20;
    all[at + 1] = 11;
    all[at + 2] = 0x70;
    all[at + 3] = 1;
    return all;
  }

  private static Picture picture(double bath, boolean pump) {
    Map<String, Value> rig =
        Map.of(
            "Rig/Stopped", new Value.Truth(false),
            "Bath", new Value.Real(bath),
            "Given nL", new Value.Whole(250));
    Map<String, Value> device = Map.of("Model", new Value.Words("emulated"));
    return pump
        ? Picture.of(rig, Map.of("mea", device, "pump", device))
        : Picture.of(rig, Map.of("mea", device));
  }

  @Test
  @DisplayName("tck-id-topics-nbirth-mqtt, -seq-num, -timestamp, -metrics, -bdseq-included")
  void theBirthHasEverything() throws Exception {
    node.tell(picture(37, true));
    Heard birth = await(one -> one.is("NBIRTH"));
    assertEquals("spBv1.0/lab/NBIRTH/rig-1", birth.topic());
    assertEquals(0, birth.quality());
    assertFalse(birth.retained());
    assertEquals(0, birth.sequence());
    assertTrue(birth.text().matches("(?s)^1: 1\\d{12}\n.*"), birth::text);
    for (String metric : List.of("bdSeq", "Rig/Stopped", "Bath", "Given nL")) {
      assertEquals(1, birth.count(metric), metric);
    }
    // Double, 37.0, as its bits.
    assertTrue(birth.metric("Bath").contains("  4: 10\n"), birth::text);
    assertTrue(birth.metric("Bath").contains("  13: 0x4042800000000000"), birth::text);
    assertTrue(birth.metric("Given nL").contains("  11: 250"), birth::text);
  }

  @Test
  @DisplayName("tck-id-topics-nbirth-rebirth-metric, tck-id-operational-behavior-data-commands")
  void whoAsksForABirthGetsAllOfItInTheSameSession() throws Exception {
    node.tell(picture(37, true));
    Heard birth = await(one -> one.is("NBIRTH"));
    String rebirth = birth.metric("Node Control/Rebirth");
    assertTrue(rebirth.contains("  4: 11\n") && rebirth.contains("  14: 0"), rebirth);
    assertFalse(rebirth.contains("\n  2: "), "it has no alias");
    await(one -> one.topic().endsWith("DBIRTH/rig-1/pump"));
    heard.clear();
    command(set("Node Control/Rebirth"));
    node.await(Duration.ofSeconds(10));
    node.tell(picture(37, true));
    Heard again = await(one -> one.is("NBIRTH"));
    await(one -> one.topic().endsWith("DBIRTH/rig-1/mea"));
    await(one -> one.topic().endsWith("DBIRTH/rig-1/pump"));
    assertEquals(0, again.sequence());
    assertTrue(again.metric("bdSeq").contains("  11: 0"), again::text);
    assertTrue(heard.stream().noneMatch(one -> one.is("NDATA") || one.is("DDATA")));
  }

  @Test
  @DisplayName("tck-id-topics-ndata-payload, -seq-num, tck-id-payloads-alias-data-cmd-requirement")
  void onlyWhatHasChangedIsToldByItsAlias() throws Exception {
    node.tell(picture(37, true));
    Heard birth = await(one -> one.is("NBIRTH"));
    node.tell(picture(37, true));
    node.tell(picture(36.5, true));
    Heard data = await(one -> one.is("NDATA"));
    assertEquals("spBv1.0/lab/NDATA/rig-1", data.topic());
    assertEquals(0, data.quality());
    assertEquals(3, data.sequence(), "one birth of the node and two of devices were before");
    assertFalse(data.text().contains("  1: \""), "a name in data: " + data.text());
    Matcher alias = Pattern.compile("\n  2: (\\d+)").matcher(birth.metric("Bath"));
    assertTrue(alias.find());
    assertTrue(data.text().contains("  2: " + alias.group(1) + "\n"), data::text);
    assertEquals(1, data.text().lines().filter(line -> line.equals("2 {")).count());
    assertEquals(1, heard.stream().filter(one -> one.is("NDATA")).count());
  }

  @Test
  @DisplayName("tck-id-topics-dbirth-seq, tck-id-operational-behavior-device-ddeath")
  void aLostDeviceDiesAndComesAgain() throws Exception {
    node.tell(picture(37, true));
    assertEquals(1, await(one -> one.topic().endsWith("DBIRTH/rig-1/mea")).sequence());
    assertEquals(2, await(one -> one.topic().endsWith("DBIRTH/rig-1/pump")).sequence());
    node.tell(picture(37, false));
    Heard death = await(one -> one.is("DDEATH"));
    assertEquals("spBv1.0/lab/DDEATH/rig-1/pump", death.topic());
    assertEquals(3, death.sequence());
    heard.clear();
    node.tell(picture(37, true));
    assertEquals(4, await(one -> one.topic().endsWith("DBIRTH/rig-1/pump")).sequence());
  }

  @Test
  @DisplayName(
      "tck-id-topics-ndeath-payload, -seq, tck-id-topics-nbirth-bdseq-matching, -increment")
  void theDeathIsLeftAtTheBrokerAndMatchesItsBirth() throws Exception {
    node.tell(picture(37, true));
    assertTrue(await(one -> one.is("NBIRTH")).metric("bdSeq").contains("  11: 0"));
    node.fallSilent();
    Heard death = await(one -> one.is("NDEATH"));
    assertEquals("spBv1.0/lab/NDEATH/rig-1", death.topic());
    assertEquals(1, death.quality());
    assertFalse(death.retained());
    assertEquals(-1, death.sequence());
    assertEquals(1, death.text().lines().filter(line -> line.equals("2 {")).count());
    assertTrue(death.metric("bdSeq").contains("  11: 0"), death::text);
    heard.clear();
    Heard birth = bornAgain();
    assertTrue(birth.metric("bdSeq").contains("  11: 1"), birth::text);
  }

  /** A node waits 5 s between two connections. */
  private Heard bornAgain() throws Exception {
    for (int second = 0; second < 10 && !node.isBorn(); second++) {
      node.await(Duration.ofSeconds(1));
      node.tell(picture(37, true));
    }
    return await(one -> one.is("NBIRTH"));
  }

  /** As often as it takes until what was published has come to the node. */
  private void tellUntil(boolean born) throws Exception {
    for (int i = 0; i < 20 && node.isBorn() != born; i++) {
      node.await(Duration.ofSeconds(1));
      node.tell(picture(37, true));
    }
  }

  @Test
  @DisplayName("tck-id-payloads-sequence-num-incrementing")
  void theSequenceWrapsAfter255() throws Exception {
    for (int i = 0; i <= 300; i++) {
      node.tell(picture(30 + i / 100.0, false));
    }
    Heard last = await(one -> one.is("NDATA") && one.text().contains(bits(33)));
    // The birth of the node has 0, that of the device 1; 300 changes follow.
    assertEquals(301 % 256, last.sequence());
    List<Integer> numbers =
        heard.stream().filter(one -> !one.is("STATE")).map(Heard::sequence).toList();
    for (int i = 0; i < numbers.size(); i++) {
      assertEquals(i % 256, numbers.get(i), "message " + i);
    }
  }

  private static String bits(double value) {
    return "13: 0x" + HexFormat.of().toHexDigits(Double.doubleToLongBits(value));
  }

  @Test
  @DisplayName("tck-id-operational-behavior-edge-node-birth-sequence-wait")
  void nothingIsToldUntilThePrimaryHostIsOnlineAndNotAfterIt() throws Exception {
    node = node(Optional.of("scada"));
    node.tell(picture(37, true));
    publish("spBv1.0/STATE/scada", "ONLINE", true);
    node.await(Duration.ofSeconds(5));
    node.tell(picture(37, true));
    assertTrue(heard.stream().noneMatch(one -> one.is("NBIRTH")), "that is no state of version 3");
    publish("spBv1.0/STATE/scada", "{\"online\":true,\"timestamp\":1000}", true);
    tellUntil(true);
    await(one -> one.is("NBIRTH"));
    publish("spBv1.0/STATE/scada", "{\"online\":false,\"timestamp\":999}", true);
    node.await(Duration.ofSeconds(5));
    node.tell(picture(37, true));
    assertTrue(node.isBorn(), "an older message changes nothing");
    publish("spBv1.0/STATE/scada", "{\"online\":false,\"timestamp\":1001}", true);
    tellUntil(false);
    await(one -> one.is("NDEATH"));
    assertFalse(node.isBorn());
  }

  @Test
  @DisplayName("commands other than a rebirth have no effect and are counted")
  void noOtherCommandIsTaken() throws Exception {
    node.tell(picture(37, true));
    await(one -> one.topic().endsWith("DBIRTH/rig-1/pump"));
    command(set("Rig/Stopped"));
    node.await(Duration.ofSeconds(10));
    command(new byte[] {1, 2, 3});
    node.await(Duration.ofSeconds(10));
    node.tell(picture(37, true));
    assertEquals(2, node.refused());
    assertEquals(1, heard.stream().filter(one -> one.is("NBIRTH")).count());
  }
}
