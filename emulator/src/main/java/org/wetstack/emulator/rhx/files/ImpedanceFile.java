package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.FileNames;
import org.wetstack.emulator.rhx.state.Group;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.Reals;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/** The table of impedances that {@code execute saveimpedance} writes. */
final class ImpedanceFile {

  private static final String SUFFIX = ".csv";

  private final State state;
  private final MeasuredImpedances impedances;
  private final Disk disk;

  ImpedanceFile(State state, MeasuredImpedances impedances, Disk disk) {
    this.state = state;
    this.impedances = impedances;
    this.disk = disk;
  }

  /** Writes it to where the state says; false if that is nowhere, or impossible. */
  boolean save() {
    FileNames names = state.impedances();
    if (!names.complete()) {
      return false;
    }
    String path = names.path() + "/" + names.base();
    if (!path.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
      path += SUFFIX;
    }
    try {
      Files.write(disk.at(path), table().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      // The program says nothing of it, whatever the reason was.
      return false;
    }
  }

  private String table() {
    double hertz = state.globals().get("ActualImpedanceFreqHertz").number();
    String at = " at " + Reals.print(hertz) + " Hz ";
    var out = new StringBuilder("Channel Number,Channel Name,Port,Enabled,");
    out.append("Impedance Magnitude").append(at).append("(ohms),");
    out.append("Impedance Phase").append(at).append("(degrees),");
    out.append("Series RC equivalent R (Ohms),Series RC equivalent C (Farads)\n");
    for (Group group : state.groups()) {
      for (Channel channel : group.channels()) {
        if (channel.kind() == SignalKind.AMPLIFIER) {
          row(out, group, channel, hertz);
        }
      }
    }
    return out.toString();
  }

  private void row(StringBuilder out, Group group, Channel channel, double hertz) {
    double magnitude = impedances.ohms(channel.index());
    double degrees = impedances.degrees(channel.index());
    double radians = Math.toRadians(degrees);
    double ohms = magnitude * Math.cos(radians);
    double farads = 1.0 / (2 * Math.PI * hertz * magnitude * -1.0 * Math.sin(radians));
    out.append(channel.nativeName()).append(',');
    out.append(channel.items().get("CustomChannelName").text()).append(',');
    out.append(group.name()).append(',');
    out.append(channel.enabled() ? 1 : 0).append(',');
    out.append(scientific(magnitude)).append(',');
    out.append(whole(degrees)).append(',');
    out.append(scientific(ohms)).append(',');
    out.append(scientific(farads)).append('\n');
  }

  /** As C's {@code %.0f}. */
  private static String whole(double value) {
    String digits = new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
    return digits.equals("0") && (value < 0 || 1 / value < 0) ? "-0" : digits;
  }

  /** As C's {@code %.2e}. */
  private static String scientific(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Reals.print(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.00e+00" : "0.00e+00";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    BigDecimal three = rounded.setScale(rounded.scale() + 3 - rounded.precision());
    int exponent = 2 - three.scale();
    String digits = three.unscaledValue().abs().toString();
    return String.format(
        Locale.ROOT,
        "%s%c.%se%s%02d",
        value < 0 ? "-" : "",
        digits.charAt(0),
        digits.substring(1),
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
