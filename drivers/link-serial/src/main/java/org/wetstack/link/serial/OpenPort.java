package org.wetstack.link.serial;

import com.fazecast.jSerialComm.SerialPort;

/** An open port of jSerialComm. */
record OpenPort(SerialPort port) implements Port {

  /** The library rounds read timeouts up to a multiple of this. */
  static final int READ_MILLIS = 100;

  @Override
  public String name() {
    return port.getSystemPortPath();
  }

  @Override
  public int read(byte[] into) {
    return port.readBytes(into, into.length);
  }

  @Override
  public int write(byte[] from, int offset, int length) {
    return port.writeBytes(from, length, offset);
  }

  @Override
  public int unsent() {
    return port.bytesAwaitingWrite();
  }

  @Override
  public void close() {
    port.closePort();
  }
}
