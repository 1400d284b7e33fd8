package org.wetstack.emulator.culture.chemistry;

/**
 * What a system of linear differential equations with constant coefficients, x' = A x, makes of a
 * state in a given time: the matrix exponential e^(A t), by scaling, a Taylor series and squaring
 * (Moler and Van Loan 2003, method 3). Only additions and multiplications, so it is the same
 * everywhere, and exact for any length of step.
 */
final class Propagator {

  /** With a norm of at most 1/16, the 12th term is below 2^-80. */
  private static final int TERMS = 12;

  private static final double SMALL = 1.0 / 16;
  private static final int MOST_SQUARINGS = 80;

  private final int size;
  private final double[] exponential;

  /**
   * @param rates A, row by row, per unit of {@code time}
   */
  Propagator(double[] rates, int size, double time) {
    this.size = size;
    double norm = 0;
    for (int row = 0; row < size; row++) {
      double sum = 0;
      for (int column = 0; column < size; column++) {
        sum += Math.abs(rates[row * size + column]);
      }
      norm = Math.max(norm, sum * time);
    }
    int squarings = 0;
    double scale = time;
    while (norm > SMALL && squarings < MOST_SQUARINGS) {
      norm /= 2;
      scale /= 2;
      squarings++;
    }
    double[] result = series(rates, scale);
    for (int i = 0; i < squarings; i++) {
      result = product(result, result);
    }
    exponential = result;
  }

  /** {@code into} = e^(A t) {@code from}; they must not be the same. */
  void apply(double[] from, double[] into) {
    for (int row = 0; row < size; row++) {
      double sum = 0;
      for (int column = 0; column < size; column++) {
        sum += exponential[row * size + column] * from[column];
      }
      into[row] = sum;
    }
  }

  /** By Horner's rule: 1 + M (1 + M/2 (1 + M/3 (…))). */
  private double[] series(double[] rates, double scale) {
    double[] result = identity();
    for (int term = TERMS; term > 0; term--) {
      double[] scaled = rates.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale / term;
      }
      result = product(scaled, result);
      for (int i = 0; i < size; i++) {
        result[i * size + i] += 1;
      }
    }
    return result;
  }

  private double[] identity() {
    double[] one = new double[size * size];
    for (int i = 0; i < size; i++) {
      one[i * size + i] = 1;
    }
    return one;
  }

  private double[] product(double[] left, double[] right) {
    double[] result = new double[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += left[row * size + k] * right[k * size + column];
        }
        result[row * size + column] = sum;
      }
    }
    return result;
  }
}
