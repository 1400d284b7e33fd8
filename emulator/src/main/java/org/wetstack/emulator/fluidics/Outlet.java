package org.wetstack.emulator.fluidics;

/** What a flow sensor behind a pump meets. Thread-safe. */
public interface Outlet {

  /** Fluid through the outlet so far, what was drawn back taken off, in nanolitres. */
  double passedNanoliters();

  /** Air through the outlet so far, in nanolitres. */
  double airPassedNanoliters();
}
