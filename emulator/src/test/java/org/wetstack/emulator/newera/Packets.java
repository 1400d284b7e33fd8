package org.wetstack.emulator.newera;

import java.nio.charset.StandardCharsets;

/** Packets of safe mode in the notation of the tables, made with a table-driven CRC. */
final class Packets {

  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int value = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 0x8000) == 0 ? value << 1 : (value << 1) ^ 0x11021;
      }
      TABLE[i] = value & 0xffff;
    }
  }

  private Packets() {}

  static String of(String data) {
    int crc = 0;
    for (byte b : data.getBytes(StandardCharsets.US_ASCII)) {
      crc = ((crc << 8) & 0xff00) ^ TABLE[(crc >> 8) ^ (b & 0xff)];
    }
    return "<02>" + hex(data.length() + 4) + data + hex(crc >> 8) + hex(crc & 0xff) + "<03>";
  }

  private static String hex(int value) {
    boolean plain = value > ' ' && value < 127 && value != '<' && value != '>';
    return plain ? String.valueOf((char) value) : "<%02X>".formatted(value);
  }
}
