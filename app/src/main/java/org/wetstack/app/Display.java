package org.wetstack.app;

import java.nio.file.Path;

/** How the demo shows itself: as a live table, as lines for a log, or as JSON for a program. */
interface Display {

  /** About once a second. */
  void show(Snapshot now);

  /**
   * At the end.
   *
   * @param trouble what went wrong; empty if nothing did
   */
  void end(Snapshot last, Path recording, Path report, String trouble);
}
