package org.wetstack.emulator.shdlc;

import java.io.ByteArrayOutputStream;
import org.wetstack.emulator.World;

/**
 * The sensor as the cable knows it: an I2C device with 16-bit commands, whose words are followed by
 * a CRC. Called under the world's lock.
 */
final class FlowChip {

  static final int STOP = 0x3FF9;

  private static final int SERIAL_FIRST = 0x367C;
  private static final int SERIAL_SECOND = 0xE102;
  private static final int RESET = 0x06;
  private static final int GENERAL_CALL = 0;
  private static final long FIRST_SAMPLE_NANOS = 12_000_000;
  private static final long AVERAGED_NANOS = 100_000_000;
  private static final long RESET_NANOS = 25_000_000;
  private static final int WORD = 16;

  private final World world;
  private final ShdlcSpec spec;
  private final FlowCell cell;
  private final int address;
  private boolean plugged = true;
  private boolean noisyBus;

  private long readyNanos;
  private boolean measuring;
  private long startedNanos;
  private int asked;
  private byte[] output = {};

  FlowChip(World world, ShdlcSpec spec, FlowCell cell, int address) {
    this.world = world;
    this.spec = spec;
    this.cell = cell;
    this.address = address;
  }

  void plug(boolean now) {
    if (plugged && !now) {
      idle();
    }
    plugged = now;
  }

  /** Whether every transfer fails its CRC. */
  void noisyBus(boolean now) {
    noisyBus = now;
  }

  /** It has lost its power and has it again, or its reset line was pulled. */
  void reset() {
    idle();
    readyNanos = world.nanos() + RESET_NANOS;
  }

  /** Its reset is long over. */
  void settle() {
    readyNanos = world.nanos();
  }

  private void idle() {
    measuring = false;
    asked = 0;
    output = new byte[0];
    cell.stop();
  }

  boolean answers(int at) {
    return plugged && at == address && world.nanos() >= readyNanos;
  }

  /** Whether it is there at all. */
  boolean plugged() {
    return plugged;
  }

  boolean noisyBus() {
    return noisyBus;
  }

  boolean measuring() {
    return measuring;
  }

  /** Whether the cable can read samples from it. */
  boolean readable() {
    return plugged && measuring && !noisyBus;
  }

  /** The first sample is due this long after the start. */
  static long firstSampleNanos() {
    return FIRST_SAMPLE_NANOS;
  }

  /** Whether it averages all that flowed when it is read every {@code nanos}. */
  static boolean averages(long nanos) {
    return nanos <= AVERAGED_NANOS;
  }

  /** A sample as the cable reads it, which reads in time. */
  Sample sample(int intervalMillis) {
    return cell.read(!averages(intervalMillis * 1_000_000L));
  }

  /**
   * A host writes {@code bytes} to {@code at}, or nothing, before it reads.
   *
   * @throws ShdlcError.RefusedException if nobody acknowledges
   */
  void write(int at, byte[] bytes) {
    if (at == GENERAL_CALL && bytes.length == 1 && bytes[0] == RESET && plugged) {
      reset();
      return;
    }
    if (!answers(at)) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
    if (bytes.length == 2) {
      obey((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF));
    } else if (bytes.length != 0) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
  }

  private void obey(int command) {
    if (command == STOP) {
      idle();
    } else if (measuring) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    } else if (spec.product().measures(command)) {
      measuring = true;
      startedNanos = world.nanos();
      cell.start();
    } else if (command == SERIAL_FIRST) {
      asked = command;
    } else if (command == SERIAL_SECOND && asked == SERIAL_FIRST) {
      output = identity();
    } else {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
  }

  /**
   * A host reads {@code size} bytes from {@code at}.
   *
   * @throws ShdlcError.RefusedException if there is nothing to read
   */
  byte[] read(int at, int size) {
    if (!answers(at)) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
    if (measuring) {
      if (world.nanos() - startedNanos < FIRST_SAMPLE_NANOS) {
        throw ShdlcError.SENSOR_TIMEOUT.refused();
      }
      Sample sample = cell.read(!averages(cell.unreadNanos()));
      return padded(words(sample.flow(), sample.temperature(), sample.flags()), size);
    }
    if (output.length == 0) {
      throw ShdlcError.NO_ACKNOWLEDGE.refused();
    }
    return padded(output, size);
  }

  /** A bus that nobody drives reads as ones. */
  private static byte[] padded(byte[] bytes, int size) {
    byte[] read = new byte[size];
    for (int i = 0; i < size; i++) {
      read[i] = i < bytes.length ? bytes[i] : (byte) 0xFF;
    }
    return read;
  }

  private byte[] identity() {
    int id = spec.product().id();
    long serial = spec.serialNumber();
    return words(
        id >>> WORD,
        id,
        (int) (serial >>> (3 * WORD)),
        (int) (serial >>> (2 * WORD)),
        (int) (serial >>> WORD),
        (int) serial);
  }

  private byte[] words(int... words) {
    var bytes = new ByteArrayOutputStream();
    for (int word : words) {
      bytes.write(word >> 8);
      bytes.write(word);
      bytes.write(noisyBus ? ~crc(word) : crc(word));
    }
    return bytes.toByteArray();
  }

  /** CRC-8 of a word, polynomial 0x31, all ones at first. */
  static int crc(int word) {
    int crc = 0xFF;
    for (int shift = 8; shift >= 0; shift -= 8) {
      crc ^= word >> shift & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x80) == 0 ? crc << 1 : crc << 1 ^ 0x31;
      }
    }
    return crc & 0xFF;
  }
}
