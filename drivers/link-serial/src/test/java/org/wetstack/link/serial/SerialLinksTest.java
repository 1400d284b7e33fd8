package org.wetstack.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.emulator.host.Pty;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SerialLinksTest {

  /** For links of which nothing is expected. */
  private static final LinkHandler DEAF =
      new LinkHandler() {
        @Override
        public void onBytes(Link link, ByteBuffer bytes) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {}
      };

  private final SerialLinks links = new SerialLinks();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serial:?baud=9600               | no port",
        "serial://dev/ttyACM0            | no '//'",
        "serial:/dev/ttyACM0#1           | '#' has no meaning",
        "serial:/dev/ttyACM0?buad=9600   | unknown option 'buad'",
        "serial:/dev/ttyACM0?baud=fast   | whole number from 300 to 12000000, not 'fast'",
        "serial:/dev/ttyACM0?baud=0      | not '0'",
        "serial:/dev/ttyACM0?baud=       | no value",
        "serial:/dev/tty?baud=300&baud=9 | given twice",
      })
  void aMalformedEndpointIsTheCallersMistakeAndSaysWhatIsRight(String endpoint, String says) {
    var wrong =
        assertThrows(IllegalArgumentException.class, () -> links.open(URI.create(endpoint), DEAF));
    assertTrue(wrong.toString().contains(says), wrong::toString);
    assertTrue(wrong.toString().contains("serial:"), wrong::toString);
  }

  @Test
  void aMissingPortIsNamedWithWhatIsThere() {
    assertLost("serial:/dev/ttyNOWHERE", "there is no serial port /dev/ttyNOWHERE", "lists");
    assertLost("serial:COM77", "there is no serial port COM77", "lists");
  }

  @Test
  void aFileThatIsNoPortIsSaidToBeNone(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("notes"), "no port");
    assertLost("serial:" + file, "is not a serial port");
    assertEquals("no port", Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2  | there is no serial port",
        "6  | there is no serial port",
        "1  | no permission to open",
        "13 | usermod -aG dialout",
        "11 | in use by another program",
        "16 | in use by another program",
        "5  | does not work",
        "25 | is not a serial port",
        "99 | error 99",
      })
  void everySystemErrorHasItsOwnWords(int errno, String says) {
    var lost = OpenFailure.of(errno, "/dev/none");
    assertTrue(lost.toString().contains(says), lost::toString);
    assertEquals(Reason.LINK_LOST, lost.reason());
    assertEquals(Outcome.NOT_DONE, lost.outcome());
  }

  @Test
  void aFolderThatIsClosedToUsIsNotMistakenForAMissingPort() {
    // Tests may run as root, to whom no folder is closed.
    var closed = OpenFailure.unresolved(new AccessDeniedException("/private"), "/private/pump");
    assertTrue(closed.toString().contains("no permission to look for /private/pump"));
    var missing = OpenFailure.unresolved(new NoSuchFileException("/dev/none"), "/dev/none");
    assertTrue(missing.toString().contains("there is no serial port /dev/none"));
  }

  @Test
  void aSecondOpeningUnderAnotherNameIsRefusedAndLeavesTheFirstAlone(@TempDir Path dir)
      throws Exception {
    Path other = dir.resolve("pump");
    try (var pty = Pty.open(other)) {
      Link first = links.open(URI.create("serial:" + pty.path()), DEAF);
      assertLost("serial:" + other, other.toString(), "in use by this program already");
      first.send(ByteBuffer.wrap(new byte[] {42}));
      byte[] one = new byte[10];
      assertEquals(1, read(pty, one));
      assertEquals(42, one[0]);
      first.close();
      links.open(URI.create("serial:" + other), DEAF).close();
    }
  }

  @Test
  void whatItsHandlerHasClosedIsOpenedAgainAsSoonAsTheHandlerIsDone() throws Exception {
    Thread opener = Thread.currentThread();
    var closed = new CountDownLatch(1);
    var handler =
        new LinkHandler() {
          @Override
          public void onBytes(Link link, ByteBuffer bytes) {
            link.close();
            closed.countDown();
            // It goes on until somebody waits for it, or does not.
            for (int i = 0; i < 500 && opener.getState() != Thread.State.TIMED_WAITING; i++) {
              LockSupport.parkNanos(1_000_000);
            }
          }

          @Override
          public void onClosed(@Nullable Throwable cause) {}
        };
    try (var pty = Pty.open()) {
      links.open(URI.create("serial:" + pty.path()), handler);
      pty.write(new byte[] {1}, 0, 1, 1_000);
      closed.await();
      links.open(URI.create("serial:" + pty.path()), DEAF).close();
    }
  }

  @Test
  void aPortHeldByAnotherProgramIsRefused() throws Exception {
    try (var pty = Pty.open()) {
      var holder =
          new ProcessBuilder("flock", "--exclusive", pty.path(), "sh", "-c", "echo held; read wait")
              .start();
      try {
        assertEquals('h', holder.getInputStream().read());
        assertLost("serial:" + pty.path(), "in use by another program", "close the other one");
      } finally {
        holder.getOutputStream().close();
        assertTrue(holder.waitFor(30, TimeUnit.SECONDS));
      }
      links.open(URI.create("serial:" + pty.path()), DEAF).close();
    }
  }

  @Test
  void theBaudOfTheEndpointIsSet() throws Exception {
    try (var pty = Pty.open()) {
      for (int baud : new int[] {9_600, 115_200, 921_600}) {
        Link link = links.open(URI.create("serial:" + pty.path() + "?baud=" + baud), DEAF);
        assertEquals(OptionalInt.of(baud), pty.baud());
        link.close();
      }
    }
  }

  @Test
  void whatCameBeforeOpeningIsNotHeard() throws Exception {
    try (var pty = Pty.open();
        var early = new java.io.FileOutputStream(pty.path())) {
      assertTrue(pty.hostPresent());
      assertEquals(
          5, pty.write("stale".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, 5, 0));
      var heard = new java.util.concurrent.LinkedBlockingQueue<Byte>();
      Link link =
          links.open(
              URI.create("serial:" + pty.path()),
              new LinkHandler() {
                @Override
                public void onBytes(Link from, ByteBuffer bytes) {
                  while (bytes.hasRemaining()) {
                    heard.add(bytes.get());
                  }
                }

                @Override
                public void onClosed(@Nullable Throwable cause) {}
              });
      pty.write(new byte[] {7}, 0, 1, 0);
      assertEquals((byte) 7, heard.poll(30, TimeUnit.SECONDS));
      link.close();
      early.flush();
    }
  }

  @Test
  void theProviderIsFoundBySchemeThroughTheServiceLoader() {
    for (LinkProvider provider : ServiceLoader.load(LinkProvider.class)) {
      if (provider.schemes().contains("serial")) {
        return;
      }
    }
    fail("no provider for serial:");
  }

  private void assertLost(String endpoint, String... says) {
    var lost = assertThrows(DeviceException.class, () -> links.open(URI.create(endpoint), DEAF));
    assertEquals(Reason.LINK_LOST, lost.reason());
    assertEquals(Outcome.NOT_DONE, lost.outcome());
    for (String words : says) {
      assertTrue(lost.toString().contains(words), lost::toString);
    }
  }

  private static int read(Pty pty, byte[] into) throws Exception {
    int count = 0;
    for (int i = 0; i < 300 && count == 0; i++) {
      count = pty.read(into, 100);
    }
    return count;
  }
}
