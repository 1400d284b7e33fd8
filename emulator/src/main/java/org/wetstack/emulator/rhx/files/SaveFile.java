package org.wetstack.emulator.rhx.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written through a buffer of fixed size, all numbers little-endian. What is in the
 * buffer reaches the disk when it is full, on {@link #flush()} and on {@link #close()}.
 *
 * <p>The program looks whether a file could be opened, and never whether it could be written: when
 * the disk is full the file ends there, for good, and the run goes on without a word.
 */
final class SaveFile implements Closeable {

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private boolean broken;

  /**
   * Creates the file, or empties it if it exists.
   *
   * @param bufferBytes at least 16
   * @throws IOException if it cannot be opened for writing
   */
  SaveFile(Path path, int bufferBytes) throws IOException {
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    buffer = ByteBuffer.allocate(bufferBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void u8(int value) {
    room(1);
    buffer.put((byte) value);
  }

  /** 16 bits of {@code value}, signed or not. */
  void word(int value) {
    room(2);
    buffer.putShort((short) value);
  }

  /** 32 bits of {@code value}, signed or not. */
  void i32(int value) {
    room(4);
    buffer.putInt(value);
  }

  /** {@code value} in single precision. */
  void real(double value) {
    room(4);
    buffer.putFloat((float) value);
  }

  /** Its length in bytes, then UTF-16. */
  void string(String text) {
    i32(2 * text.length());
    for (int i = 0; i < text.length(); i++) {
      word(text.charAt(i));
    }
  }

  /** UTF-8, without a length or an end. */
  void characters(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    reserve(bytes.length);
    for (byte each : bytes) {
      u8(each);
    }
  }

  /**
   * Frames {@code from} to {@code to} of a row of words.
   *
   * @param flip bits to invert in each, such as 0x8000 to make offset binary two's complement
   */
  void row(char[] row, int from, int to, int flip) {
    reserve(2 * (to - from));
    for (int t = from; t < to; t++) {
      word(row[t] ^ flip);
    }
  }

  /**
   * Sees to it that the next {@code bytes} stand in the buffer together, if they fit at all: what
   * is written in one go reaches the disk in one go.
   */
  void reserve(int bytes) {
    room(Math.min(bytes, buffer.capacity()));
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  void flush() {
    buffer.flip();
    try {
      while (!broken && buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      broken = true;
    }
    buffer.clear();
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    flush();
    try {
      channel.close();
    } catch (IOException e) {
      // What the system could not write after all is as lost as on a full disk.
      broken = true;
    }
  }
}
