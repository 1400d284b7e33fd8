package org.wetstack.lab.rig;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device of the rig, written {@code INSTRUMENT/DEVICE}, or {@code INSTRUMENT} if that has only
 * one of the kind in question.
 */
public record DeviceName(String instrument, Optional<String> device) {

  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9-]{0,31})(?:/([a-z0-9][a-z0-9.-]{0,31}))?");

  /**
   * The name that {@code text} is.
   *
   * @throws IllegalArgumentException if {@code text} is no such name
   */
  public static DeviceName parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' names no device: write INSTRUMENT or INSTRUMENT/DEVICE, as in mea or mea/bath");
    }
    return new DeviceName(parts.group(1), Optional.ofNullable(parts.group(2)));
  }

  /** Whether both may mean one device: an instrument alone means whichever it has. */
  public boolean mayBe(DeviceName other) {
    return instrument.equals(other.instrument)
        && (device.isEmpty() || other.device.isEmpty() || device.equals(other.device));
  }

  @Override
  public String toString() {
    return device.map(name -> instrument + "/" + name).orElse(instrument);
  }
}
