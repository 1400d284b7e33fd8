package org.wetstack.lsl;

import com.sun.jna.Native;

/** The C functions with which LSL is kept on this computer, with the values of Linux. */
final class Libc {

  static final int SOL_SOCKET = 1;
  static final int SO_BINDTODEVICE = 25;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  /** Seen by what is loaded later, and not by {@link System#getenv}. */
  static native int setenv(String name, String value, int overwrite);

  static native int setsockopt(int fd, int level, int option, byte[] value, int length);

  static native int getsockopt(int fd, int level, int option, byte[] value, int[] length);

  private static native String strerror(int errno);

  /** What the last call failed with. */
  static String failure() {
    return strerror(Native.getLastError());
  }
}
