package org.wetstack.link.serial;

/** The little a link needs of an open serial port. */
interface Port {

  /** The system's name for it, such as {@code /dev/ttyACM0}. */
  String name();

  /** Waits about 100 ms for bytes. Returns how many were read, 0 if none came, -1 if it is gone. */
  int read(byte[] into);

  /**
   * Writes; may block while the driver is full. Returns how many were taken; 0 or -1: it is gone.
   */
  int write(byte[] from, int offset, int length);

  /** How many bytes the driver has taken but not sent, or -1 if it does not say. */
  int unsent();

  /** Closes; may hang in the driver. */
  void close();
}
