package org.wetstack.emulator.shdlc;

import java.io.ByteArrayOutputStream;

/**
 * The frames of SHDLC: between two flags, stuffed, with the inverted sum of all bytes at the end.
 * Whatever is no frame is passed over until the next flag.
 */
final class Frames {

  private static final int FLAG = 0x7E;
  private static final int ESCAPE = 0x7D;
  private static final int XON = 0x11;
  private static final int XOFF = 0x13;
  private static final int FLIP = 0x20;
  private static final int HEAD = 3;
  private static final int MAX_DATA = 255;
  private static final int MAX_FRAME = HEAD + MAX_DATA + 1;

  /** Is told of what is heard. */
  interface Listener {

    /** A frame whose checksum is right. */
    void onRequest(Request request);

    /** A frame that is broken, or says another size than it has. */
    void onBroken(int address, int command, ShdlcError error);
  }

  private final Listener listener;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private boolean listening;
  private boolean escaped;

  Frames(Listener listener) {
    this.listener = listener;
  }

  void hear(byte[] bytes) {
    for (byte each : bytes) {
      hear(each & 0xFF);
    }
  }

  /** Forgets what it has heard of a frame. */
  void forget() {
    heard.reset();
    listening = false;
    escaped = false;
  }

  private void hear(int value) {
    if (value == FLAG) {
      byte[] frame = heard.toByteArray();
      boolean whole = listening && !escaped;
      heard.reset();
      escaped = false;
      listening = true;
      if (whole && frame.length > HEAD) {
        tell(frame);
      }
    } else if (listening && value == ESCAPE) {
      escaped = true;
    } else if (listening) {
      heard.write(escaped ? value ^ FLIP : value);
      escaped = false;
      listening = heard.size() <= MAX_FRAME;
    }
  }

  private void tell(byte[] frame) {
    int address = frame[0] & 0xFF;
    int command = frame[1] & 0xFF;
    int sum = 0;
    for (byte each : frame) {
      sum += each & 0xFF;
    }
    // All bytes and their inverted sum are 255 together.
    if ((sum & 0xFF) != 0xFF) {
      listener.onBroken(address, command, ShdlcError.CHECKSUM);
    } else if ((frame[2] & 0xFF) != frame.length - HEAD - 1) {
      listener.onBroken(address, command, ShdlcError.DATA_SIZE);
    } else {
      byte[] data = new byte[frame.length - HEAD - 1];
      System.arraycopy(frame, HEAD, data, 0, data.length);
      listener.onRequest(new Request(address, command, data));
    }
  }

  /** A reply, ready for the line. */
  static byte[] reply(int address, int command, int state, byte[] data) {
    var out = new ByteArrayOutputStream();
    out.write(FLAG);
    int sum = address + command + state + data.length;
    stuff(out, address);
    stuff(out, command);
    stuff(out, state);
    stuff(out, data.length);
    for (byte each : data) {
      stuff(out, each & 0xFF);
      sum += each & 0xFF;
    }
    stuff(out, ~sum & 0xFF);
    out.write(FLAG);
    return out.toByteArray();
  }

  private static void stuff(ByteArrayOutputStream out, int value) {
    if (value == FLAG || value == ESCAPE || value == XON || value == XOFF) {
      out.write(ESCAPE);
      out.write(value ^ FLIP);
    } else {
      out.write(value);
    }
  }
}
