package org.wetstack.drivers.fluidics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** A ledger's file: lines that are appended, the important ones through to the disk. */
final class LedgerFile implements Ledger.Journal {

  /** Years of doses. */
  private static final long MAX_BYTES = 64L << 20;

  private static final String HEAD = "wetstack dose ledger 1";

  private final Path path;
  private final FileChannel channel;

  private LedgerFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * The ledger in {@code path}, which is made if it is not there. One process at a time.
   *
   * @throws IllegalArgumentException if it cannot be read, or is none
   * @throws DeviceException REJECTED/NOT_DONE if another session has it
   */
  static Ledger open(Path path) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return read(path, channel);
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw taken(path);
    } catch (DeviceException e) {
      close(channel);
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      close(channel);
      throw new IllegalArgumentException(
          "the ledger " + path + " cannot be used: " + why(e) + "; name another file", e);
    }
  }

  private static String why(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }

  private static DeviceException taken(Path path) {
    return new DeviceException(
        Reason.REJECTED,
        Outcome.NOT_DONE,
        "another session has the ledger " + path + "; each pump needs one of its own");
  }

  private static Ledger read(Path path, FileChannel channel) throws IOException {
    if (channel.tryLock() == null) {
      throw taken(path);
    }
    long size = channel.size();
    if (size > MAX_BYTES) {
      throw new IOException("it has grown beyond 64 MiB; put it away and name a new one");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // The rest follows.
    }
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    // A line that lacks its end was being written when the host died: what it tells is not done.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    channel.position(channel.size());
    var file = new LedgerFile(path, channel);
    if (whole.isEmpty()) {
      file.append(HEAD, true);
    }
    var ledger = new Ledger(file, true);
    int number = 0;
    for (String line : whole.lines().toList()) {
      number++;
      read(number, line, ledger);
    }
    return ledger;
  }

  private static void read(int number, String line, Ledger ledger) {
    if (number == 1) {
      if (!line.equals(HEAD)) {
        throw new IllegalArgumentException("its first line is not '" + HEAD + "'");
      }
      return;
    }
    try {
      LedgerLine.read(line, ledger);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + number + ", '" + line + "': " + e.getMessage());
    }
  }

  @Override
  public void append(String line, boolean lasting) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (lasting) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw new DeviceException(
          Reason.FAULT,
          Outcome.NOT_DONE,
          "the ledger " + path + " cannot be written: " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What mattered was forced to the disk before.
    }
  }
}
