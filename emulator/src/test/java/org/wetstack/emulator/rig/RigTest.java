package org.wetstack.emulator.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.VirtualTimebase;

@Timeout(60)
class RigTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;
  private final VirtualTimebase time = new VirtualTimebase();

  private static LinkProvider noLinks(URI endpoint) {
    throw new IllegalArgumentException("no link for " + endpoint);
  }

  private static RigSpec spec(String yaml) {
    return RigFile.parse("rig.yaml", yaml);
  }

  /** A rig of boards a, b, … with a pump each. */
  private static RigSpec at(String... places) {
    var yaml = new StringBuilder("boards:\n");
    for (int i = 0; i < places.length; i++) {
      yaml.append("- {name: %c, at: '%s', devices: [{pump: p}]}\n".formatted('a' + i, places[i]));
    }
    return spec(yaml.toString());
  }

  private static boolean portIsFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @RepeatedTest(20)
  void aBoardOnTcpListensUntilTheRigIsClosed() throws IOException {
    int port;
    try (Rig rig = Rig.start(at("tcp"), time, RigTest::noLinks)) {
      port = rig.endpoint("a").getPort();
      assertEquals("tcp://127.0.0.1:" + port, rig.endpoint("a").toString());
      new Socket(LOOPBACK, port).close();
      rig.close();
      assertTrue(portIsFree(port));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theLinkToAPseudoTerminalIsMadeAndRemoved() throws IOException {
    Path link = folder.resolve("pump");
    try (Rig rig = Rig.start(at("serial:" + link), time, RigTest::noLinks)) {
      String port = rig.endpoint("a").getSchemeSpecificPart();
      assertEquals(Path.of(port), Files.readSymbolicLink(link));
      assertTrue(Files.exists(link));
    }
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFailureInTheMiddleLeavesNothingOpen() throws IOException {
    Path link = folder.resolve("pump");
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      RigSpec spec = at("serial:" + link, "tcp", "tcp://127.0.0.1:" + taken.getLocalPort());
      var failed = assertThrows(IOException.class, () -> Rig.start(spec, time, RigTest::noLinks));
      String message = String.valueOf(failed.getMessage());
      assertTrue(message.startsWith("board 'c': cannot listen on port "), message);
      assertTrue(message.contains("choose another"), message);
    }
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void somethingElseWhereTheLinkShouldBeStays() throws IOException {
    Path link = Files.writeString(folder.resolve("notes"), "mine");
    assertThrows(IOException.class, () -> Rig.start(at("serial:" + link), time, RigTest::noLinks));
    assertEquals("mine", Files.readString(link));
  }

  @Test
  void aMissingCertificateIsToldWithItsBoardAndFile() {
    RigSpec spec = at("tcp", "tls://127.0.0.1?cert=none.pem&key=none.key");
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Rig.start(spec, time, RigTest::noLinks));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("board 'b': there is no file "), message);
    assertTrue(message.contains("none.pem"), message);
  }

  @Test
  void aTopicWithoutABrokerIsRefused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Rig.start(at("mqtt:rig"), time, RigTest::noLinks));
    assertTrue(String.valueOf(refused.getMessage()).contains("needs a broker"), refused::toString);
  }

  @Test
  void aBoardOnMqttIsThereThroughTheLinkOfItsScheme() throws IOException {
    List<String> asked = new ArrayList<>();
    Function<URI, LinkProvider> links =
        uri -> {
          asked.add("link for " + uri);
          return new LinkProvider() {
            @Override
            public Set<String> schemes() {
              return Set.of("mqtt");
            }

            @Override
            public Link open(URI endpoint, LinkHandler handler) {
              asked.add("open " + endpoint);
              throw new DeviceException(
                  DeviceException.Reason.LINK_LOST, DeviceException.Outcome.NOT_DONE, "no broker");
            }
          };
        };
    assertThrows(
        DeviceException.class, () -> Rig.start(at("tcp", "mqtt://b/rig?user=u"), time, links));
    assertEquals(
        List.of("link for mqtt://b/rig?user=u", "open mqtt://b/rig?user=u&role=device"), asked);
  }

  @Test
  void boardsAndCablesAreFoundByNameAndNothingElseIs() throws IOException {
    try (Rig rig = Rig.start(at("cable", "tcp"), time, RigTest::noLinks)) {
      assertEquals(Set.of("a", "b"), rig.boards().keySet());
      assertSame(rig.boards().get("b"), rig.board("b"));
      assertEquals(URI.create("cable:a"), rig.endpoint("a"));
      assertEquals(Map.of(), rig.cable("a").injected());
      var noBoard = assertThrows(IllegalArgumentException.class, () -> rig.board("c"));
      assertTrue(String.valueOf(noBoard.getMessage()).contains("there are [a, b]"));
      var noCable = assertThrows(IllegalArgumentException.class, () -> rig.cable("b"));
      assertTrue(String.valueOf(noCable.getMessage()).contains("there are [a]"));
    }
  }

  @Test
  void aClosedRigHangsUpItsCablesAndRests() throws IOException {
    var closed = new ArrayList<String>();
    Rig rig = Rig.start(at("cable"), time, RigTest::noLinks);
    rig.cables()
        .open(
            URI.create("cable:a"),
            new LinkHandler() {
              @Override
              public void onBytes(Link link, ByteBuffer borrowed) {}

              @Override
              public void onClosed(@Nullable Throwable cause) {
                closed.add(String.valueOf(cause));
              }
            });
    rig.close();
    rig.close();
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("java.io.IOException: the cable was cut"), closed);
  }
}
