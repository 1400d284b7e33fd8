package org.wetstack.lab.train;

import org.wetstack.hal.Dose;
import org.wetstack.hal.Flash;

/** What a culture is given for what deserves it. */
public sealed interface Reward {

  /** Dopamine from a pump. */
  record Dosed(Dose dose) implements Reward {

    @Override
    public String toString() {
      return "a dose of " + dose;
    }
  }

  /** Light, which frees what is caged in the medium. */
  record Lit(Flash flash) implements Reward {

    @Override
    public String toString() {
      return "a flash of " + flash;
    }
  }
}
