package org.wetstack.drivers.harp;

/** What the elements of a register are. */
public enum PayloadType {
  U8(0x01),
  U16(0x02),
  U32(0x04),
  U64(0x08),
  S8(0x81),
  S16(0x82),
  S32(0x84),
  S64(0x88),
  FLOAT(0x44);

  private static final int SIGNED = 0x80;

  private final int code;

  PayloadType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The size of an element. */
  int bytes() {
    return code & 0x0F;
  }

  boolean signed() {
    return (code & SIGNED) != 0;
  }
}
