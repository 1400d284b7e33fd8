package org.wetstack.lab.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where the bytes of a journal go. */
interface Disk {

  /** How often an interrupted thread may try to make names durable. */
  int TRIES = 100;

  /** The end of a file. */
  interface Tail extends Closeable {

    /** Writes the first {@code count} of {@code bytes}. */
    void write(byte[] bytes, int count) throws IOException;

    /** Returns when everything written would survive a loss of power. */
    void force() throws IOException;
  }

  /** The end of {@code file}, which is made if it is not there; its name is durable. */
  Tail end(Path file) throws IOException;

  /** Makes {@code bytes} the content of {@code file}, all of it or not at all, and durable. */
  void replace(Path file, byte[] bytes) throws IOException;

  /** Shortens {@code file} to {@code bytes}, for good. */
  void cut(Path file, long bytes) throws IOException;

  /**
   * The disk of this computer. Streams, not channels: a channel closes itself when the thread at it
   * is interrupted, and a call that somebody cancels must not end the journal.
   */
  static Disk host() {
    return new Disk() {
      @Override
      public Tail end(Path file) throws IOException {
        FileOutputStream stream = new FileOutputStream(file.toFile(), true);
        forceNames(file);
        return new Tail() {
          @Override
          public void write(byte[] bytes, int count) throws IOException {
            stream.write(bytes, 0, count);
          }

          @Override
          public void force() throws IOException {
            stream.getFD().sync();
          }

          @Override
          public void close() throws IOException {
            stream.close();
          }
        };
      }

      @Override
      public void replace(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream stream = new FileOutputStream(fresh.toFile())) {
          stream.write(bytes);
          stream.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        forceNames(file);
      }

      @Override
      public void cut(Path file, long bytes) throws IOException {
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
          whole.setLength(bytes);
          whole.getFD().sync();
        }
      }
    };
  }

  /** Makes the names beside {@code file} durable, where the system lets a directory be opened. */
  private static void forceNames(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      for (int i = 0; i < TRIES; i++) {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
          names.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
      throw new IOException(directory + " cannot be forced: interrupted " + TRIES + " times");
    } catch (AccessDeniedException e) {
      // Windows keeps the names of files durable by itself, and refuses to open a directory.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
