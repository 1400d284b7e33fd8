package org.wetstack.emulator.culture.network;

import java.util.List;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Dish;

/**
 * Where the cells of an organoid are, from its seed: some of them close to an electrode, as those
 * are that a recording shows, the others anywhere above the electrodes and around.
 */
final class Anatomy {

  final double[] x;
  final double[] y;
  final double[] z;

  Anatomy(Dice dice, NetworkProfile profile, List<Dish.Place> electrodes) {
    int neurons = profile.neurons();
    x = new double[neurons];
    y = new double[neurons];
    z = new double[neurons];
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (Dish.Place place : electrodes) {
      left = Math.min(left, place.xMicrometers());
      right = Math.max(right, place.xMicrometers());
      low = Math.min(low, place.yMicrometers());
      high = Math.max(high, place.yMicrometers());
    }
    double margin = profile.marginMicrometers();
    for (int n = 0; n < neurons; n++) {
      if (dice.uniform() < profile.nearShare()) {
        Dish.Place near = electrodes.get(dice.below(electrodes.size()));
        x[n] = near.xMicrometers() + profile.nearMicrometers() * dice.gaussian();
        y[n] = near.yMicrometers() + profile.nearMicrometers() * dice.gaussian();
      } else {
        placeInside(n, dice, left - margin, right + margin, low - margin, high + margin);
      }
      z[n] = profile.heightMicrometers() * dice.uniform();
    }
  }

  int neurons() {
    return x.length;
  }

  double distance(int from, int to) {
    double dx = x[from] - x[to];
    double dy = y[from] - y[to];
    double dz = z[from] - z[to];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  double distance(int neuron, Dish.Place electrode) {
    double dx = x[neuron] - electrode.xMicrometers();
    double dy = y[neuron] - electrode.yMicrometers();
    return Math.sqrt(dx * dx + dy * dy + z[neuron] * z[neuron]);
  }

  /** Anywhere in the ellipse inside the rectangle. */
  private void placeInside(int n, Dice dice, double left, double right, double low, double high) {
    double radius = Math.sqrt(dice.uniform());
    double angle = 2 * Math.PI * dice.uniform();
    x[n] = (left + right) / 2 + (right - left) / 2 * radius * StrictMath.cos(angle);
    y[n] = (low + high) / 2 + (high - low) / 2 * radius * StrictMath.sin(angle);
  }
}
