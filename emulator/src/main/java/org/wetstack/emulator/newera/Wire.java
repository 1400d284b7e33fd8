package org.wetstack.emulator.newera;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.wetstack.emulator.World;

/** Bytes to commands and answers to bytes, in basic and in safe mode. */
final class Wire {

  private static final byte STX = 2;
  private static final byte ETX = 3;
  private static final byte CR = 13;

  /** Length, both bytes of the CRC, and ETX. */
  private static final int PACKET_EXTRA = 4;

  /** A longer line is no command: what is left of it could be another one. */
  private static final int MOST_LINE = 256;

  private static final String NO_COMMAND = "?";

  /** What is longer than that is text, when a stray STX comes before a line of basic mode. */
  private static final int MOST_PACKET_IN_BASIC_MODE = 31;

  private static final long SILENCE_NANOS = 500_000_000;

  /** Takes what was heard. */
  interface Listener {

    /** A command in upper case, without blanks. */
    void heard(String command, boolean packet);

    /** A packet whose check or frame is wrong. */
    void damaged(String command);
  }

  private final World world;
  private final Listener listener;
  private final StringBuilder line = new StringBuilder();
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
  private boolean inPacket;
  private int length;
  private long lastNanos;

  Wire(World world, Listener listener) {
    this.world = world;
    this.listener = listener;
  }

  /** Forgets what was heard in part. */
  void reset() {
    line.setLength(0);
    leavePacket();
  }

  private void leavePacket() {
    packet.reset();
    inPacket = false;
    length = 0;
  }

  void hear(byte heard, boolean safe) {
    if (inPacket && world.hostNanos() - lastNanos > SILENCE_NANOS) {
      leavePacket();
    }
    lastNanos = world.hostNanos();
    if (inPacket) {
      inPacket(heard, safe);
    } else if (heard == STX && line.length() == 0) {
      inPacket = true;
    } else if (!safe) {
      inLine(heard);
    }
  }

  private void inPacket(byte heard, boolean safe) {
    if (length == 0) {
      length = heard & 0xff;
      boolean plausible = length >= PACKET_EXTRA && (safe || length <= MOST_PACKET_IN_BASIC_MODE);
      if (!plausible) {
        leavePacket();
        if (!safe) {
          inLine(heard);
        }
      }
      return;
    }
    packet.write(heard);
    if (packet.size() == length - 1) {
      byte[] bytes = packet.toByteArray();
      leavePacket();
      int size = bytes.length - PACKET_EXTRA + 1;
      String command = clean(new String(bytes, 0, size, StandardCharsets.ISO_8859_1));
      int check = ((bytes[size] & 0xff) << 8) | (bytes[size + 1] & 0xff);
      if (check == crc(bytes, size) && bytes[size + 2] == ETX) {
        listener.heard(command, true);
      } else {
        listener.damaged(command);
      }
    }
  }

  private void inLine(byte heard) {
    if (heard == CR) {
      String command = line.length() > MOST_LINE ? NO_COMMAND : clean(line.toString());
      line.setLength(0);
      listener.heard(command, false);
    } else if (line.length() <= MOST_LINE && (heard & 0xff) > ' ') {
      line.append((char) (heard & 0xff));
    }
  }

  private static String clean(String text) {
    var kept = new StringBuilder();
    text.chars().filter(c -> c > ' ' && c != 127).forEach(c -> kept.append((char) c));
    return kept.toString().toUpperCase(Locale.ROOT);
  }

  /** An answer as it goes out. */
  static byte[] framed(String text, boolean safe) {
    byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
    var out = new ByteArrayOutputStream();
    out.write(STX);
    if (safe) {
      out.write(data.length + PACKET_EXTRA);
    }
    out.writeBytes(data);
    if (safe) {
      int check = crc(data, data.length);
      out.write(check >> 8);
      out.write(check);
    }
    out.write(ETX);
    return out.toByteArray();
  }

  /** CRC-16/XMODEM. */
  private static int crc(byte[] data, int size) {
    int crc = 0;
    for (int i = 0; i < size; i++) {
      crc ^= (data[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = ((crc << 1) ^ ((crc & 0x8000) == 0 ? 0 : 0x1021)) & 0xffff;
      }
    }
    return crc;
  }
}
