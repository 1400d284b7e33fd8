package org.wetstack.lsl;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** One stream that LSL offers. Used by one thread at a time. */
final class Outlet implements AutoCloseable {

  private final Liblsl lsl;
  private final Pointer outlet;
  private boolean closed;

  private Outlet(Liblsl lsl, Pointer outlet) {
    this.lsl = lsl;
    this.outlet = outlet;
  }

  /**
   * What a stream is.
   *
   * @param samplesPerSecond {@link Liblsl#IRREGULAR} if there is no rate
   * @param format as {@link Liblsl#INT16}
   * @param buffered seconds that LSL keeps for each inlet that is late; hundreds of samples, if
   *     there is no rate
   */
  record Form(
      String name,
      String type,
      int channels,
      double samplesPerSecond,
      int format,
      String sourceId,
      int buffered) {}

  /**
   * Offers the stream.
   *
   * @throws IOException if LSL does not, or cannot be kept on this computer as it should
   */
  static Outlet open(LslLibrary library, Form form, Consumer<Element> description)
      throws IOException {
    Liblsl lsl = library.functions();
    Pointer info =
        lsl.lsl_create_streaminfo(
            form.name(),
            form.type(),
            form.channels(),
            form.samplesPerSecond(),
            form.format(),
            form.sourceId());
    if (info == null) {
      throw new IOException("LSL " + library.version() + " refuses a stream " + form);
    }
    try {
      description.accept(new Element(lsl, lsl.lsl_get_desc(info)));
      boolean here = library.reach() == LslLibrary.Reach.THIS_COMPUTER;
      Set<String> before = here ? Set.copyOf(Loopback.sockets().keySet()) : Set.of();
      Pointer outlet = lsl.lsl_create_outlet(info, 0, form.buffered());
      if (outlet == null) {
        throw new IOException(
            "LSL "
                + library.version()
                + " cannot offer the stream "
                + form.name()
                + ": are 32 streams open on this computer, or its ports 16572 to 16604 taken?");
      }
      var open = new Outlet(lsl, outlet);
      if (here) {
        try {
          Loopback.confine(before);
        } catch (IOException e) {
          open.close();
          throw new IOException(
              e.getMessage() + "; let LSL out with --network, behind a firewall", e);
        }
      }
      return open;
    } finally {
      lsl.lsl_destroy_streaminfo(info);
    }
  }

  /** The first {@code count} values of {@code chunk}; the last of its samples is at {@code at}. */
  void push(short[] chunk, int count, double at) {
    check(lsl.lsl_push_chunk_stp(outlet, chunk, new NativeLong(count), at, 1));
  }

  void push(float[] chunk, int count, double at) {
    check(lsl.lsl_push_chunk_ftp(outlet, chunk, new NativeLong(count), at, 1));
  }

  void push(String text, double at) {
    check(lsl.lsl_push_sample_strtp(outlet, new String[] {text}, at, 1));
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("LSL does not take samples: error " + result);
    }
  }

  boolean isHeard() {
    return lsl.lsl_have_consumers(outlet) != 0;
  }

  /** Hangs up on all inlets. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      lsl.lsl_destroy_outlet(outlet);
    }
  }
}
