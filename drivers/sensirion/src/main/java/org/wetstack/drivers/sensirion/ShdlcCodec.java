package org.wetstack.drivers.sensirion;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.wetstack.drivers.fluidics.Codec;

/**
 * Replies of SHDLC: between flags, stuffed, with a checksum. A frame that it gives away is whole,
 * and without flags and checksum: address, command, state, length, data.
 */
final class ShdlcCodec implements Codec {

  static final int HEAD = 4;

  private static final int STATE = 2;
  private static final int ERROR_CODE = 0x7F;
  private static final int WRONG_CHECKSUM = 0x05;

  private static final int FLAG = 0x7E;
  private static final int ESCAPE = 0x7D;
  private static final int XON = 0x11;
  private static final int XOFF = 0x13;
  private static final int FLIP = 0x20;
  private static final int MAX_FRAME = HEAD + 255 + 1;

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private boolean escaped;
  private boolean skipping = true;

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
    while (bytes.hasRemaining()) {
      int value = bytes.get() & 0xFF;
      if (value == FLAG) {
        end(frames);
      } else if (!skipping && value == ESCAPE) {
        escaped = true;
      } else if (!skipping) {
        heard.write(escaped ? value ^ FLIP : value);
        escaped = false;
        skipping = heard.size() > MAX_FRAME;
      }
    }
  }

  private void end(Consumer<byte[]> frames) {
    byte[] all = heard.toByteArray();
    boolean whole = !skipping && !escaped && all.length > HEAD;
    heard.reset();
    escaped = false;
    skipping = false;
    if (whole && sum(all) == 0xFF && (all[HEAD - 1] & 0xFF) == all.length - HEAD - 1) {
      byte[] frame = new byte[all.length - 1];
      System.arraycopy(all, 0, frame, 0, frame.length);
      frames.accept(frame);
    }
  }

  /** The error of a reply; 0 for none. */
  static int error(byte[] frame) {
    return frame[STATE] & ERROR_CODE;
  }

  /** Whether it says that a request arrived damaged. */
  static boolean damaged(byte[] frame) {
    return error(frame) == WRONG_CHECKSUM;
  }

  @Override
  public boolean isComplaint(byte[] frame) {
    return damaged(frame);
  }

  /** With the inverted sum at their end, bytes make 0xFF. */
  private static int sum(byte[] bytes) {
    int sum = 0;
    for (byte each : bytes) {
      sum += each;
    }
    return sum & 0xFF;
  }

  @Override
  public void reset() {
    heard.reset();
    escaped = false;
    skipping = true;
  }

  /** A request, ready to be sent. */
  static byte[] request(int address, int command, byte[] data) {
    var out = new ByteArrayOutputStream();
    out.write(FLAG);
    stuff(out, address);
    stuff(out, command);
    stuff(out, data.length);
    for (byte each : data) {
      stuff(out, each & 0xFF);
    }
    stuff(out, ~(address + command + data.length + sum(data)) & 0xFF);
    out.write(FLAG);
    return out.toByteArray();
  }

  private static void stuff(ByteArrayOutputStream out, int value) {
    boolean special = value == FLAG || value == ESCAPE || value == XON || value == XOFF;
    if (special) {
      out.write(ESCAPE);
    }
    out.write(special ? value ^ FLIP : value);
  }
}
