package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UpperBoundTest {

  private static final long MAX = Long.MAX_VALUE;

  @Test
  void whatDoesNotFitIsTheGreatest() {
    assertEquals(5, UpperBound.plus(2, 3));
    assertEquals(MAX, UpperBound.plus(MAX - 1, 1));
    assertEquals(MAX, UpperBound.plus(MAX, 1));
    assertEquals(MAX, UpperBound.plus(MAX, MAX));
    assertEquals(6, UpperBound.times(2, 3));
    assertEquals(0, UpperBound.times(0, MAX));
    assertEquals(MAX, UpperBound.times(MAX, 1));
    assertEquals(MAX, UpperBound.times(1L << 62, 2));
    assertEquals(MAX, UpperBound.times(1L << 32, 1L << 32));
    assertEquals(MAX, UpperBound.times(MAX, MAX));
  }
}
