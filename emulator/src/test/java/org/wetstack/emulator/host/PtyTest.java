package org.wetstack.emulator.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(20)
class PtyTest {

  @Test
  void everyByteValuePassesUnchangedBothWaysAndNothingIsEchoed() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (var pty = Pty.open();
        var toPty = new FileOutputStream(pty.path());
        var fromPty = new FileInputStream(pty.path())) {
      toPty.write(all);
      assertArrayEquals(all, read(pty, all.length));
      assertEquals(all.length, pty.write(all, 0, all.length, 1000));
      byte[] heard = new byte[all.length];
      new DataInputStream(fromPty).readFully(heard);
      assertArrayEquals(all, heard);
      assertEquals(0, pty.read(new byte[16], 50));
    }
  }

  @Test
  void anAbsentHostIsSilenceNotAnErrorAndMayComeBack() throws Exception {
    try (var pty = Pty.open()) {
      assertFalse(pty.hostPresent());
      assertEquals(0, pty.read(new byte[16], 1));
      assertEquals(3, pty.write(new byte[3], 0, 3, 0), "lost on the open cable");
      for (int visit = 0; visit < 3; visit++) {
        try (var toPty = new FileOutputStream(pty.path())) {
          assertTrue(pty.hostPresent());
          toPty.write(visit);
          assertArrayEquals(new byte[] {(byte) visit}, read(pty, 1));
        }
        assertEquals(0, pty.read(new byte[16], 1));
        assertFalse(pty.hostPresent());
      }
    }
  }

  @Test
  void aHostThatDoesNotReadStopsTheWriterInsteadOfBlockingIt() throws Exception {
    try (var pty = Pty.open();
        var silent = new FileInputStream(pty.path())) {
      byte[] chunk = new byte[4096];
      long taken = 0;
      int count = 1;
      while (count > 0) {
        count = pty.write(chunk, 0, chunk.length, 0);
        taken += count;
        assertTrue(taken < 1 << 20, "the line must have a bound");
      }
      assertEquals(0, count);
    }
  }

  @Test
  void closeEndsABlockedReadAndLaterCallsSayClosed() throws Exception {
    var pty = Pty.open();
    try (var host = new FileOutputStream(pty.path())) {
      host.write(1);
      read(pty, 1);
      var blocked =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return pty.read(new byte[16], 1_000_000);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      pty.close();
      assertEquals(-1, blocked.get(10, TimeUnit.SECONDS));
    }
    pty.close();
    assertEquals(-1, pty.read(new byte[16], 0));
    assertEquals(-1, pty.write(new byte[16], 0, 16, 0));
    assertFalse(pty.hostPresent());
    assertEquals(OptionalInt.empty(), pty.baud());
  }

  @Test
  void theLinkReplacesAStaleOneButNeverSomethingElse(@TempDir Path dir) throws Exception {
    Path link = dir.resolve("pump");
    Files.createSymbolicLink(link, Path.of("/dev/pts/stale"));
    try (var pty = Pty.open(link)) {
      assertEquals(Path.of(pty.path()), Files.readSymbolicLink(link));
      try (var entries = Files.list(dir)) {
        assertEquals(1, entries.count(), "no temporary name may stay behind");
      }
    }
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));

    Files.writeString(link, "someone's notes");
    var refused = assertThrows(IOException.class, () -> Pty.open(link));
    assertTrue(refused.toString().contains("choose another name"), refused::toString);
    assertEquals("someone's notes", Files.readString(link));
    Path device = dir.resolve("real");
    Files.createSymbolicLink(device, Path.of("/dev/ttyACM0"));
    assertThrows(IOException.class, () -> Pty.open(device));
  }

  @Test
  void theLinkOfAnotherPseudoTerminalIsNotRemoved(@TempDir Path dir) throws Exception {
    Path link = dir.resolve("pump");
    var first = Pty.open(link);
    try (var second = Pty.open(link)) {
      first.close();
      assertEquals(Path.of(second.path()), Files.readSymbolicLink(link));
    }
  }

  @Test
  void theBaudTheHostSetIsSeen() throws Exception {
    try (var pty = Pty.open()) {
      var stty = new ProcessBuilder("stty", "-F", pty.path(), "115200").inheritIO().start();
      assertEquals(0, stty.waitFor());
      assertEquals(OptionalInt.of(115200), pty.baud());
    }
  }

  private static byte[] read(Pty pty, int count) throws IOException {
    byte[] all = new byte[0];
    byte[] some = new byte[4096];
    while (all.length < count) {
      int got = pty.read(some, 1000);
      assertTrue(got >= 0);
      all = Arrays.copyOf(all, all.length + got);
      System.arraycopy(some, 0, all, all.length - got, got);
    }
    return all;
  }
}
