package org.wetstack.lab.report;

import java.util.Locale;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.recording.DoseOutcome;

/** Words and numbers as they stand on a page. */
final class Html {

  private Html() {}

  /** {@code text} as it may stand between tags and in attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String volume(long nanoliters) {
    return escape(Volume.nanoliters(nanoliters).toString());
  }

  static String volume(Delivered delivered) {
    return escape(delivered.toString());
  }

  static String words(DoseOutcome outcome) {
    return outcome == DoseOutcome.NOT_YET
        ? "begun, end not recorded"
        : outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
