package org.wetstack.lab.desk;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.wetstack.lab.safety.Refusal;

/**
 * The order in which a wish is looked at: has it come before, is the rig stopped, is the controller
 * itself well, is the culture here, does its sender hold the lease, is every interlock closed; then
 * what is special to it, its limits last; then it is written down. One at a time, so that what a
 * limit has admitted counts when the next is asked for.
 */
final class Admission {

  private final ReentrantLock lock = new ReentrantLock();
  private final Parts parts;
  private final Refusals refusals;

  Admission(Parts parts) {
    this.parts = parts;
    refusals = new Refusals(parts.journal(), parts.time(), parts.executor());
  }

  Refusals refusals() {
    return refusals;
  }

  /**
   * What {@code request} has made before; if nothing, what {@code rest} makes of it now. {@code
   * rest} looks at what is special, and writes into the journal as its last step. It is given the
   * moment before anything was looked at: what is switched off after that, a check may have missed.
   *
   * @throws Refusal if it is not admitted; that is in the journal too
   */
  <T> T admit(Request request, String culture, Recall<T> before, Function<Stops.Mark, T> rest) {
    return admit(request, culture, true, before, rest);
  }

  /**
   * The same for what only listens: neither a stop nor an open interlock keeps anybody from looking
   * at what happens to a culture, then least of all.
   */
  <T> T admitListening(
      Request request, String culture, Recall<T> before, Function<Stops.Mark, T> rest) {
    return admit(request, culture, false, before, rest);
  }

  private <T> T admit(
      Request request,
      String culture,
      boolean acts,
      Recall<T> before,
      Function<Stops.Mark, T> rest) {
    lock.lock();
    try {
      Stops.Mark mark = parts.stops().mark(culture);
      List<String> made = parts.made(request);
      if (!made.isEmpty()) {
        return before.of(made);
      }
      if (acts) {
        parts.stop().requireReleased();
      }
      parts.requireHere(culture);
      requireHealth();
      requireLease(request, culture);
      if (acts) {
        parts.interlocks().requireClosed(parts.time().nanoTime());
      }
      return rest.apply(mark);
    } catch (Refusal | IllegalArgumentException e) {
      refusals.note(request.who().name(), request.verb(), culture, e);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Makes of the names of what was made before what is told of it. */
  interface Recall<T> {
    T of(List<String> made);
  }

  /**
   * Lets through what makes a rig safer: it needs the lease, and nothing else.
   *
   * @throws Refusal if the lease is not held
   */
  void check(Request request, String culture) {
    lock.lock();
    try {
      requireLease(request, culture);
    } catch (Refusal refusal) {
      refusals.note(request.who().name(), request.verb(), culture, refusal);
      throw refusal;
    } finally {
      lock.unlock();
    }
  }

  private void requireHealth() {
    List<String> ill = parts.unhealthy();
    if (!ill.isEmpty()) {
      throw new Refusal(
          "controller.unhealthy",
          "",
          ill.toString(),
          "the controller has no sign of life of " + ill + ", and does nothing until it has");
    }
  }

  private void requireLease(Request request, String culture) {
    parts.leases().check("culture:" + culture, request.who().name(), request.epoch());
  }

  /** Runs {@code work} while nothing is admitted. */
  <T> T alone(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
