package org.wetstack.hal;

/** One thing on an {@link Instrument} that acts or measures. It lives as long as its instrument. */
public interface Device {

  /** Unique on its instrument, for example {@code dopamine}. */
  String name();
}
