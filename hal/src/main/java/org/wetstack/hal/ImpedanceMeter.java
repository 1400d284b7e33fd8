package org.wetstack.hal;

import java.util.List;

/** What an array measures the impedance of its electrodes with. */
public interface ImpedanceMeter {

  /**
   * Sends a small test current, as the instrument's maker chose it, through every recorded
   * electrode, one after another. Blocks until that is done, which may take a minute; samples may
   * be missing meanwhile, which is told as for every gap, and triggers may be refused.
   *
   * @return one for each electrode of the layout, in its order
   * @throws DeviceException REJECTED/NOT_DONE if a stimulus is under way; otherwise it is not known
   *     whether test current has flowed
   * @throws IllegalStateException from a callback
   */
  List<Impedance> measure();
}
