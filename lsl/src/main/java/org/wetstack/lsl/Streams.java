package org.wetstack.lsl;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceInfo;

/** How an array and what happens on it are described to LSL, in the words of the XDF format. */
public final class Streams {

  /** As what samples are sent. */
  public enum Format {
    /** Counts of the converter; the scale is in the description. */
    INT16(Liblsl.INT16, Short.BYTES),
    /** Microvolts. */
    FLOAT32(Liblsl.FLOAT32, Float.BYTES);

    private final int code;
    private final int bytes;

    Format(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  private static final String TYPE = "Ephys";
  private static final int MOST_BUFFERED_SECONDS = 60;
  private static final long MOST_BUFFERED_BYTES = 1L << 31;
  private static final int LONGEST_NAME = 100;

  /** LSL counts the buffers of streams without a rate in hundreds. */
  private static final int BUFFERED_MARKERS = 10;

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}'\"<>&]+");
  private static final int DECIMALS = 3;

  private Streams() {}

  /**
   * How the streams are to be.
   *
   * @param name of the stream of samples; that of what happens has " markers" behind it
   * @param array its name on the instrument
   * @param bufferSeconds 1 to 60, that LSL keeps for each inlet that is late
   */
  public record Form(String name, String array, Format format, int bufferSeconds) {

    public Form {
      if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a stream's name has 1 to 100 characters, and none of ' \" < > &; not '"
                + Element.printable(name)
                + "': choose another with --name");
      }
      if (bufferSeconds < 1 || bufferSeconds > MOST_BUFFERED_SECONDS) {
        throw new IllegalArgumentException(
            "--buffer-seconds " + bufferSeconds + ": LSL is to keep 1 to 60 s for a late inlet");
      }
    }

    /** What the stream of what happens is called. */
    public String markers() {
      return name + " markers";
    }
  }

  static Outlet samples(LslLibrary library, DeviceInfo info, ArrayLayout layout, Form form)
      throws IOException {
    long bytes =
        (long) form.bufferSeconds()
            * layout.samplesPerSecond()
            * layout.channels()
            * form.format().bytes;
    if (bytes > MOST_BUFFERED_BYTES) {
      throw new IllegalArgumentException(
          "--buffer-seconds "
              + form.bufferSeconds()
              + " are "
              + bytes
              + " bytes for each late inlet, and 2 GiB are the most: take fewer seconds");
    }
    var outlet =
        new Outlet.Form(
            form.name(),
            TYPE,
            layout.channels(),
            layout.samplesPerSecond(),
            form.format().code,
            source(info, form, form.format().name()),
            form.bufferSeconds());
    return Outlet.open(library, outlet, element -> describe(element, info, layout, form));
  }

  static Outlet markers(LslLibrary library, DeviceInfo info, Form form) throws IOException {
    var outlet =
        new Outlet.Form(
            form.markers(),
            "Markers",
            1,
            Liblsl.IRREGULAR,
            Liblsl.STRING,
            source(info, form, "markers"),
            BUFFERED_MARKERS);
    return Outlet.open(
        library,
        outlet,
        element -> {
          hardware(element, info, form);
          element.with("samples_stream", form.name());
        });
  }

  /** By this an inlet finds the stream again after we were started anew. */
  private static String source(DeviceInfo info, Form form, String what) {
    return Element.printable("wetstack/" + info.serialNumber() + "/" + form.array() + "/" + what);
  }

  private static void hardware(Element to, DeviceInfo info, Form form) {
    to.child("acquisition")
        .with("model", info.model())
        .with("serial_number", info.serialNumber())
        .with("firmware_version", info.firmwareVersion())
        .with("array", form.array())
        .with("verified_on_hardware", String.valueOf(info.verifiedOnHardware()));
  }

  private static void describe(Element to, DeviceInfo info, ArrayLayout layout, Form form) {
    hardware(to, info, form);
    to.child("synchronization").with("can_drop_samples", "true");
    Element channels = to.child("channels");
    for (ArrayLayout.Site site : layout.sites()) {
      Element channel =
          channels
              .child("channel")
              .with("label", "E" + site.electrode())
              .with("electrode", site.electrode())
              .with("unit", form.format() == Format.FLOAT32 ? "microvolts" : "counts")
              .with("microvolts_per_count", thousandths(layout.nanovoltsPerCount()))
              .with("type", TYPE);
      // XDF has locations in millimeters.
      channel
          .child("location")
          .with("X", thousandths(site.xMicrometers()))
          .with("Y", thousandths(site.yMicrometers()));
    }
  }

  private static String thousandths(int count) {
    return BigDecimal.valueOf(count, DECIMALS).toPlainString();
  }
}
