package org.wetstack.lab.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a recording go. */
interface Disk extends Closeable {

  /** Writes all that remains in {@code bytes}. */
  void write(ByteBuffer bytes) throws IOException;

  /** Returns when everything written would survive a loss of power. */
  void force() throws IOException;

  /** A new file; fails if it is there already. */
  static Disk create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    forceNames(file.toAbsolutePath().getParent());
    return new Disk() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }

      @Override
      public void force() throws IOException {
        channel.force(false);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** Makes the names of new files durable, where the system allows a directory to be opened. */
  static void forceNames(@Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Windows keeps the names of files durable by itself, and refuses to open a directory.
    }
  }
}
