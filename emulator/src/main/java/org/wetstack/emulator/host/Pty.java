package org.wetstack.emulator.host;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A serial port made by this process: the instrument's end of a Linux pseudo-terminal, whose other
 * end any program can open by {@link #path()} as if it were a serial cable.
 *
 * <p>One thread may read while another writes; {@link #close} may come from any thread and ends
 * both promptly. A host that is not there is not an error: what is written then is lost, as on a
 * cable with nothing plugged in.
 */
public final class Pty implements AutoCloseable {

  private static final int NO_HOST_NAP_MILLIS = 20;
  private static final int CHUNK = 4096;
  private static final int SLAVE_FLAGS = Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC;

  private final int master;
  private final int wake;
  private final String path;
  private final @Nullable PortLink link;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock asking = new ReentrantLock();
  // Two struct pollfd each: the master, and the event that ends a wait.
  private final Memory readPoll = new Memory(16);
  private final Memory writePoll = new Memory(16);
  private final Memory askPoll = new Memory(16);
  private final Memory outgoing = new Memory(CHUNK);
  private volatile boolean closed;

  private Pty(int master, int wake, String path, @Nullable PortLink link) {
    this.master = master;
    this.wake = wake;
    this.path = path;
    this.link = link;
  }

  /** Opens a pseudo-terminal with a path of the system's choice. */
  public static Pty open() throws IOException {
    return create(null);
  }

  /**
   * Opens a pseudo-terminal that can also be found at {@code link}, a symbolic link made now and
   * removed by {@link #close}. A link left behind by an earlier pseudo-terminal is replaced.
   *
   * @throws IOException if something else is already there
   */
  public static Pty open(Path link) throws IOException {
    return create(link);
  }

  private static Pty create(@Nullable Path linkAt) throws IOException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new IOException(
          "pseudo-terminals are offered on Linux only; use a tcp:// endpoint on this system");
    }
    int master =
        check(
            "posix_openpt",
            Libc.posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC));
    int wake = -1;
    try {
      check("grantpt", Libc.grantpt(master));
      check("unlockpt", Libc.unlockpt(master));
      String path = slavePath(master);
      makeRaw(master);
      // Until a slave was opened once, the kernel does not tell an absent host from a silent one.
      check("close", Libc.close(check("open " + path, Libc.open(path, SLAVE_FLAGS))));
      wake = check("eventfd", Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK));
      return new Pty(master, wake, path, linkAt == null ? null : PortLink.create(linkAt, path));
    } catch (IOException | RuntimeException e) {
      Libc.close(master);
      if (wake >= 0) {
        Libc.close(wake);
      }
      throw e;
    }
  }

  /** The device file a host opens, such as {@code /dev/pts/5}. */
  public String path() {
    return path;
  }

  /** True while some process has the other end open. */
  public boolean hostPresent() {
    asking.lock();
    try {
      return !closed && (await(askPoll, Libc.POLLIN, 0) & Libc.POLLHUP) == 0;
    } finally {
      asking.unlock();
    }
  }

  /**
   * Waits at most {@code waitMillis} for bytes from the host.
   *
   * @return how many were read; 0 if none came, or no host is there at the moment; -1 once closed
   */
  public int read(byte[] into, int waitMillis) throws IOException {
    reading.lock();
    try {
      int ready = closed ? 0 : await(readPoll, Libc.POLLIN, waitMillis);
      if (closed) {
        return -1;
      }
      if ((ready & Libc.POLLIN) != 0) {
        long count = Libc.read(master, into, into.length);
        return count > 0 ? (int) count : nothing("read");
      }
      if ((ready & Libc.POLLHUP) != 0) {
        // The hang-up stays pending until a host opens the port: without a nap this would spin.
        await(readPoll, (short) 0, Math.min(waitMillis, NO_HOST_NAP_MILLIS));
      }
      return closed ? -1 : 0;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Writes towards the host, waiting at most {@code waitMillis} for room.
   *
   * @return how many bytes were taken, possibly 0 if the host does not read; all of them if no host
   *     is there; -1 once closed
   */
  public int write(byte[] from, int offset, int length, int waitMillis) throws IOException {
    writing.lock();
    try {
      int ready = closed ? 0 : await(writePoll, Libc.POLLOUT, waitMillis);
      if (closed) {
        return -1;
      }
      if ((ready & Libc.POLLHUP) != 0) {
        return length;
      }
      if ((ready & Libc.POLLOUT) == 0) {
        return 0;
      }
      int count = Math.min(length, CHUNK);
      outgoing.write(0, from, offset, count);
      long written = Libc.write(master, outgoing, count);
      return written >= 0 ? (int) written : nothing("write");
    } finally {
      writing.unlock();
    }
  }

  /** The bit rate the host has set, if the system tells. A pseudo-terminal itself ignores it. */
  public OptionalInt baud() {
    asking.lock();
    try {
      byte[] termios2 = new byte[44];
      if (closed || Libc.ioctl(master, Libc.TCGETS2, termios2) != 0) {
        return OptionalInt.empty();
      }
      return OptionalInt.of(
          ByteBuffer.wrap(termios2).order(ByteOrder.nativeOrder()).getInt(40)); // c_ospeed
    } finally {
      asking.unlock();
    }
  }

  /** Hangs up on the host and removes the link. Idempotent. */
  @Override
  public void close() {
    asking.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      wakeWaiters();
      reading.lock();
      writing.lock();
      try {
        if (link != null) {
          link.remove();
        }
        Libc.close(master);
        Libc.close(wake);
      } finally {
        writing.unlock();
        reading.unlock();
      }
    } finally {
      asking.unlock();
    }
  }

  private void wakeWaiters() {
    var one = new Memory(Long.BYTES);
    one.setLong(0, 1);
    Libc.write(wake, one, Long.BYTES);
  }

  /** What the master is ready for: {@code event}, a hang-up, or 0 when the wait is over. */
  private int await(Memory fds, short event, int waitMillis) {
    // Without an event to wait for only the wake-up counts; a negative descriptor is skipped.
    fds.setInt(0, event == 0 ? -1 : master);
    fds.setShort(4, event);
    fds.setShort(6, (short) 0);
    fds.setInt(8, wake);
    fds.setShort(12, Libc.POLLIN);
    fds.setShort(14, (short) 0);
    Libc.poll(fds, 2, waitMillis);
    return fds.getShort(6);
  }

  /** Zero bytes, if the failure of {@code call} only means that nothing moved. */
  private static int nothing(String call) throws IOException {
    int errno = Native.getLastError();
    if (errno == Libc.EAGAIN || errno == Libc.EINTR || errno == Libc.EIO) {
      return 0;
    }
    throw new IOException("pseudo-terminal " + call + " failed: " + Libc.describe(errno));
  }

  private static String slavePath(int master) throws IOException {
    byte[] name = new byte[128];
    check("ptsname_r", -Libc.ptsname_r(master, name, name.length));
    return Native.toString(name, StandardCharsets.US_ASCII);
  }

  /** Otherwise what the instrument says before the host has opened is echoed back to it. */
  private static void makeRaw(int master) throws IOException {
    byte[] termios = new byte[256];
    check("tcgetattr", Libc.tcgetattr(master, termios));
    Libc.cfmakeraw(termios);
    check("tcsetattr", Libc.tcsetattr(master, 0, termios));
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      int errno = Native.getLastError();
      throw new IOException("no pseudo-terminal: " + call + ": " + Libc.describe(errno));
    }
    return result;
  }
}
