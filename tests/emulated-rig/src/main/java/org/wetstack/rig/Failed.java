package org.wetstack.rig;

import java.util.Locale;

/** What is said of a test that failed on an emulated rig. */
final class Failed {

  private Failed() {}

  static String text(String test, EmulatedRig wanted, long seed) {
    String file = wanted.file().isEmpty() ? "" : ", file = \"" + wanted.file() + "\"";
    String time =
        wanted.time() == EmulatedRig.Time.REAL ? "" : ", time = EmulatedRig.Time." + wanted.time();
    return "wetstack: "
        + test
        + " failed in "
        + wanted.time().name().toLowerCase(Locale.ROOT)
        + " time on the rig @EmulatedRig(seed = "
        + seed
        + file
        + time
        + ")";
  }
}
