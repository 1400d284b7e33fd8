package org.wetstack.server;

import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Instrument.Subscription;

/** Ends a subscription when its client goes, also if it goes before there is one. Thread-safe. */
final class Ending {

  private @Nullable Subscription subscription;
  private boolean over;

  void begun(Subscription one) {
    boolean late;
    synchronized (this) {
      late = over;
      subscription = one;
    }
    if (late) {
      one.close();
    }
  }

  void end() {
    Subscription one;
    synchronized (this) {
      one = over ? null : subscription;
      over = true;
    }
    if (one != null) {
      one.close();
    }
  }
}
