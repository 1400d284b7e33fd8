package org.wetstack.drivers.fluidics.verification;

import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseRun;
import org.wetstack.hal.SyringePump;

/** The same for a syringe pump; what it moves at the bench is not compared. */
final class VerifiedSyringePump extends VerifiedPump implements SyringePump {

  private final SyringePump pump;

  VerifiedSyringePump(SyringePump pump, FlowVerification verification) {
    super(pump, verification);
    this.pump = pump;
  }

  @Override
  public DoseRun prime(Dose dose) {
    return unwatched(() -> pump.prime(dose));
  }

  @Override
  public DoseRun withdraw(Dose dose) {
    return unwatched(() -> pump.withdraw(dose));
  }
}
