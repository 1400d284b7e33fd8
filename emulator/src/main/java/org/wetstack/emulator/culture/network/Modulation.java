package org.wetstack.emulator.culture.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Stateful;

/**
 * How fast weights follow eligibility, from dopamine: its effect by Hill's equation, less what has
 * become usual. So dopamine that comes whatever the cells did teaches nothing on the average, and
 * its absence where it was usual weakens what was done.
 */
final class Modulation implements Stateful {

  private final NetworkProfile profile;
  private final double follow;
  private double usual;

  Modulation(NetworkProfile profile) {
    this.profile = profile;
    follow = 1 - StrictMath.exp(-10 / profile.adaptationMillis());
  }

  /** The share of eligibility that weights take over in these 10 ms. */
  float rate(Milieu milieu) {
    double relative = milieu.dopamineNanomolar() / profile.dopamineHalfNanomolar();
    double power = relative == 0 ? 0 : StrictMath.pow(relative, profile.dopamineSteepness());
    double effect = profile.dopamineEffect() * (1 - 1 / (1 + power));
    double rate = profile.baseline() + effect - profile.adaptation() * usual;
    usual += (effect - usual) * follow;
    return (float) (milieu.vigour() * rate);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(usual);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    usual = Floats.finite(in.readDouble());
  }
}
