package org.wetstack.lab.report;

import java.util.Locale;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.plot.Page;
import org.wetstack.lab.recording.DoseOutcome;

/** Words and numbers as they stand on a page. */
final class Html {

  private Html() {}

  static String volume(long nanoliters) {
    return Page.escape(Volume.nanoliters(nanoliters).toString());
  }

  static String volume(Delivered delivered) {
    return Page.escape(delivered.toString());
  }

  static String words(DoseOutcome outcome) {
    return outcome == DoseOutcome.NOT_YET
        ? "begun, end not recorded"
        : outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
