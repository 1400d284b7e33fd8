package org.wetstack.emulator.culture.electrode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.tissue.Stateful;

/**
 * What went through each electrode, and what it cost. A phase is current of one sign without a
 * pause; beyond what the surface bears it takes a share of it for good, in proportion to the
 * excess, and so does every second with charge left over and every moment outside the window of
 * potentials in which water stays whole.
 */
final class ChargeLedger implements Stateful {

  /** No electrode loses more of its surface. */
  private static final double MOST_LOST = 0.95;

  private final ElectrodeProfile profile;
  private final double limit;
  private final double[] phase;
  private final double[] largest;
  private final double[] net;
  private final double[] total;
  private final double[] lost;
  private double strain;

  ChargeLedger(ElectrodeProfile profile, int electrodes) {
    this.profile = profile;
    limit = profile.limitPicocoulombs();
    phase = new double[electrodes];
    largest = new double[electrodes];
    net = new double[electrodes];
    total = new double[electrodes];
    lost = new double[electrodes];
  }

  /** {@code picocoulombs} of a phase, or none in a pause, in one sample. */
  void drive(int electrode, double picocoulombs) {
    if (picocoulombs * phase[electrode] <= 0 && phase[electrode] != 0) {
      endPhase(electrode);
    }
    phase[electrode] += picocoulombs;
    flow(electrode, picocoulombs);
  }

  /** {@code picocoulombs} flow that no stimulator drives. */
  void flow(int electrode, double picocoulombs) {
    net[electrode] += picocoulombs;
    total[electrode] += Math.abs(picocoulombs);
  }

  private void endPhase(int electrode) {
    double charge = Math.abs(phase[electrode]);
    largest[electrode] = Math.max(largest[electrode], charge);
    if (charge > limit) {
      hurt(electrode, profile.harm() * (charge / limit - 1), charge - limit);
    }
    phase[electrode] = 0;
  }

  /** The surface is at a potential that splits water, while {@code picocoulombs} flow. */
  void electrolysis(int electrode, double beyond, double picocoulombs) {
    hurt(electrode, profile.harm() * beyond, Math.abs(picocoulombs));
  }

  /** One second passes, with {@code picocoulombs} left on the surface that have not leaked away. */
  void second(int electrode, double picocoulombs) {
    double most = profile.limitNetNanocoulombs() * 1_000;
    double beyond = Math.abs(picocoulombs) - most;
    if (beyond > 0) {
      hurt(electrode, profile.harm() * Math.min(1, beyond / most), beyond);
    }
  }

  private void hurt(int electrode, double share, double picocoulombs) {
    lost[electrode] = Math.min(MOST_LOST, lost[electrode] + share * (1 - lost[electrode]));
    strain += picocoulombs;
  }

  /** Whether a phase is under way. */
  boolean inPhase(int electrode) {
    return phase[electrode] != 0;
  }

  double largestPicocoulombs(int electrode) {
    return largest[electrode];
  }

  double netPicocoulombs(int electrode) {
    return net[electrode];
  }

  double totalPicocoulombs(int electrode) {
    return total[electrode];
  }

  double lost(int electrode) {
    return lost[electrode];
  }

  /** Charge beyond all limits since this was last asked, in picocoulombs. */
  double takeStrain() {
    double taken = strain;
    strain = 0;
    return taken;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (double[] values : new double[][] {phase, largest, net, total, lost}) {
      for (double value : values) {
        out.writeDouble(value);
      }
    }
    out.writeDouble(strain);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (double[] values : new double[][] {phase, largest, net, total, lost}) {
      for (int e = 0; e < values.length; e++) {
        values[e] = finite(in.readDouble());
      }
    }
    strain = finite(in.readDouble());
  }

  static double finite(double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IOException("the saved state of electrodes has a number that is none");
    }
    return value;
  }
}
