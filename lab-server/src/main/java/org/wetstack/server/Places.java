package org.wetstack.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.lab.safety.Refusal;

/** Room for so many and no more. Thread-safe. */
final class Places {

  private final String what;
  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  Places(String what, int most) {
    this.what = what;
    this.most = most;
  }

  /**
   * A place, until it is closed, which may be done twice.
   *
   * @throws Refusal {@code busy} if all are taken
   */
  Subscription take() {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      throw new Refusal(
          "busy." + what,
          Integer.toString(most),
          "",
          "there are " + most + " " + what + " already: end one that is not needed");
    }
    var once = new AtomicInteger(1);
    return () -> taken.addAndGet(-once.getAndSet(0));
  }
}
