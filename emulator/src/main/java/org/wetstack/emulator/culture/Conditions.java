package org.wetstack.emulator.culture;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.wetstack.emulator.culture.chemistry.Chemistry;
import org.wetstack.emulator.culture.life.Environment;
import org.wetstack.emulator.culture.life.Life;
import org.wetstack.emulator.culture.life.Strain;
import org.wetstack.emulator.culture.network.Milieu;
import org.wetstack.emulator.tissue.Stateful;

/** What the cells of a culture live in, and how they do in it: chemistry, life, and the air. */
final class Conditions implements Stateful {

  private static final double MOST_NANOMOLAR = 1e9;
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;

  final Chemistry chemistry;
  final Life life;
  private Environment environment = Environment.INCUBATOR;

  Conditions(long seed, Profile profile) {
    chemistry = new Chemistry(profile.chemistry());
    life = new Life(seed, profile.life());
  }

  Environment environment() {
    return environment;
  }

  void environment(Environment air) {
    environment = air;
  }

  /** One millisecond passes; what it is like for the cells. */
  Milieu millisecond() {
    chemistry.step(1);
    return new Milieu(
        Math.min(MOST_NANOMOLAR, chemistry.dopamineNanomolar()),
        life.vigour(),
        life.threshold(),
        life.excitation());
  }

  /**
   * Called after each second, after its last millisecond.
   *
   * @param strainPicocoulombs charge that went beyond what electrodes bear
   */
  void second(double strainPicocoulombs) {
    live(1, strainPicocoulombs);
  }

  /** So many seconds pass with nobody there: an hour by minutes, then by hours. */
  void rest(long seconds, double strainPicocoulombs) {
    double strain = strainPicocoulombs;
    long gone = 0;
    while (gone < seconds) {
      long step = Math.min(seconds - gone, gone < HOUR ? MINUTE : HOUR);
      chemistry.step(1_000 * step);
      live(step, strain);
      strain = 0;
      gone += step;
    }
  }

  private void live(long seconds, double strainPicocoulombs) {
    life.step(
        1_000 * seconds,
        new Strain(
            chemistry.dopamineNanomolar(),
            strainPicocoulombs / 1_000,
            chemistry.hoursWithoutMedium(),
            chemistry.harmfulMilliwattsPerSquareCentimeter(),
            environment));
  }

  @Override
  public void save(DataOutput out) throws IOException {
    chemistry.save(out);
    life.save(out);
    out.writeDouble(environment.celsius());
    out.writeDouble(environment.co2Percent());
  }

  @Override
  public void restore(DataInput in) throws IOException {
    chemistry.restore(in);
    life.restore(in);
    environment = new Environment(in.readDouble(), in.readDouble());
  }
}
