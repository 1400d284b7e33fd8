package org.wetstack.hal;

/**
 * A pump with a syringe that a person fills, primes and empties at the bench. What these move is
 * not for the culture: it is neither in {@link #delivered()} nor in any limit per hour, and is not
 * remembered across sessions. So detach the culture first.
 */
public interface SyringePump extends Pump {

  /**
   * Infuses to fill the tube. Begins, runs and ends like a dose.
   *
   * @throws IllegalArgumentException if it is outside {@link #limits()}
   * @throws DeviceException as {@link #dispense}
   */
  DoseRun prime(Dose dose);

  /**
   * Withdraws: draws fluid into the syringe. Begins, runs and ends like a dose.
   *
   * @throws IllegalArgumentException if it is outside {@link #limits()}
   * @throws DeviceException as {@link #dispense}
   */
  DoseRun withdraw(Dose dose);
}
