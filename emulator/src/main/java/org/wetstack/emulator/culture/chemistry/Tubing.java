package org.wetstack.emulator.culture.chemistry;

import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.tissue.Fluid;

/**
 * The tube from a pump to a dish: what goes in at one end pushes out as much at the other, plug
 * after plug, without mixing. Volumes are exact, and no dopamine is lost in it but by oxidation.
 * Times are milliseconds of the rig. Called under the world's lock.
 */
public final class Tubing {

  /** Takes what comes out. */
  @FunctionalInterface
  public interface Outlet {
    void flows(Fluid fluid, long nanoliters);
  }

  private record Plug(Batch batch, long nanoliters) {}

  private static final long MOST_NANOLITERS = 10_000_000_000L;
  private static final int MOST_PLUGS = 64;

  /** Beginning with what comes out next. */
  private final List<Plug> plugs = new ArrayList<>();

  private final long deadNanoliters;

  /**
   * @param deadNanoliters what it holds, 0 to 10 ml
   * @param primed what it is full of
   */
  public Tubing(long deadNanoliters, Batch primed) {
    if (deadNanoliters < 0 || deadNanoliters > MOST_NANOLITERS / 1_000) {
      throw new IllegalArgumentException(
          "a tube holds 0 to 10000000 nl, not " + deadNanoliters + " nl");
    }
    this.deadNanoliters = deadNanoliters;
    append(primed, deadNanoliters);
  }

  public long deadNanoliters() {
    return deadNanoliters;
  }

  /** How much of what is in it came from {@code batch}. */
  public long nanoliters(Batch batch) {
    return plugs.stream().filter(p -> p.batch().equals(batch)).mapToLong(Plug::nanoliters).sum();
  }

  /**
   * {@code nanoliters} of {@code behind} go in, and as much comes out of the other end.
   *
   * @param millis now
   * @throws IllegalArgumentException if the volume is negative or more than 10 l
   */
  public void push(Batch behind, long nanoliters, long millis, Outlet outlet) {
    if (nanoliters < 0 || nanoliters > MOST_NANOLITERS) {
      throw new IllegalArgumentException(
          "what is pushed must be 0 to 10000000000 nl, not " + nanoliters + " nl");
    }
    append(behind, nanoliters);
    long left = nanoliters;
    while (left > 0) {
      Plug first = plugs.remove(0);
      long out = Math.min(left, first.nanoliters());
      if (out < first.nanoliters()) {
        plugs.add(0, new Plug(first.batch(), first.nanoliters() - out));
      }
      left -= out;
      outlet.flows(first.batch().at(millis), out);
    }
    join(millis);
  }

  private void append(Batch batch, long nanoliters) {
    int last = plugs.size() - 1;
    if (nanoliters == 0) {
      return;
    }
    if (last >= 0 && plugs.get(last).batch().equals(batch)) {
      plugs.set(last, new Plug(batch, plugs.get(last).nanoliters() + nanoliters));
    } else {
      plugs.add(new Plug(batch, nanoliters));
    }
  }

  /** Of too many plugs, the two neighbours that are smallest together become one. */
  private void join(long millis) {
    if (plugs.size() <= MOST_PLUGS) {
      return;
    }
    int smallest = 0;
    for (int i = 1; i + 1 < plugs.size(); i++) {
      smallest = pair(i) < pair(smallest) ? i : smallest;
    }
    Plug ahead = plugs.get(smallest);
    Plug behind = plugs.remove(smallest + 1);
    plugs.set(smallest, mixed(ahead, behind, millis));
  }

  private long pair(int i) {
    return plugs.get(i).nanoliters() + plugs.get(i + 1).nanoliters();
  }

  /** As much dopamine as in both; it oxidises and nourishes as the larger of them. */
  private static Plug mixed(Plug a, Plug b, long millis) {
    long nanoliters = a.nanoliters() + b.nanoliters();
    double share = (double) a.nanoliters() / nanoliters;
    Fluid x = a.batch().at(millis);
    Fluid y = b.batch().at(millis);
    Batch larger = a.nanoliters() >= b.nanoliters() ? a.batch() : b.batch();
    Fluid fluid =
        new Fluid(
            share * x.dopamineNanomolar() + (1 - share) * y.dopamineNanomolar(),
            share * x.cagedNanomolar() + (1 - share) * y.cagedNanomolar(),
            larger.prepared().nourishes());
    return new Plug(new Batch(fluid, millis, larger.oxidationPerHour()), nanoliters);
  }
}
