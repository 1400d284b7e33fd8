package org.wetstack.emulator.shdlc;

/** What a host asks of a cable: a command and its data. */
final class Request {

  private final int address;
  private final int command;
  private final byte[] data;

  Request(int address, int command, byte[] data) {
    this.address = address;
    this.command = command;
    this.data = data;
  }

  int address() {
    return address;
  }

  int command() {
    return command;
  }

  int size() {
    return data.length;
  }

  /** The unsigned byte at {@code index}. */
  int u8(int index) {
    return data[index] & 0xFF;
  }

  /** The unsigned 16-bit number at {@code index}. */
  int u16(int index) {
    return u8(index) << 8 | u8(index + 1);
  }

  /** The unsigned 32-bit number at {@code index}. */
  long u32(int index) {
    return (long) u16(index) << 16 | u16(index + 2);
  }

  /** A copy of all from {@code index} on. */
  byte[] from(int index) {
    byte[] rest = new byte[data.length - index];
    System.arraycopy(data, index, rest, 0, rest.length);
    return rest;
  }

  /** Throws unless there are {@code sizes} bytes of data. */
  Request sized(int... sizes) {
    for (int size : sizes) {
      if (data.length == size) {
        return this;
      }
    }
    throw ShdlcError.DATA_SIZE.refused();
  }

  /** The byte at {@code index}, which must be {@code least} to {@code most}. */
  int u8(int index, int least, int most) {
    int value = u8(index);
    if (value < least || value > most) {
      throw ShdlcError.PARAMETER.refused();
    }
    return value;
  }
}
