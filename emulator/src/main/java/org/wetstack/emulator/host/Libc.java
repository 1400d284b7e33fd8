package org.wetstack.emulator.host;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C functions a pseudo-terminal needs, with the values Linux gives their flags. */
final class Libc {

  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;
  static final short POLLHUP = 16;
  static final long TCGETS2 = 0x802C542AL;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int posix_openpt(int flags);

  static native int grantpt(int fd);

  static native int unlockpt(int fd);

  static native int ptsname_r(int fd, byte[] name, long length);

  static native int open(String path, int flags);

  static native int close(int fd);

  static native int tcgetattr(int fd, byte[] termios);

  static native int tcsetattr(int fd, int when, byte[] termios);

  static native void cfmakeraw(byte[] termios);

  static native int ioctl(int fd, long request, byte[] argument);

  static native int eventfd(int initial, int flags);

  static native int poll(Pointer fds, long count, int timeoutMillis);

  static native long read(int fd, byte[] into, long length);

  static native long write(int fd, Pointer from, long length);

  static String describe(int errno) {
    return strerror(errno) + " (errno " + errno + ")";
  }

  private static native String strerror(int errno);
}
