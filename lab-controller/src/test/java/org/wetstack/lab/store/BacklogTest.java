package org.wetstack.lab.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** What waits for the database, and when it no longer does. */
class BacklogTest {

  @Test
  void whatWasTakenWaitsUntilItIsWritten() {
    var backlog = new Backlog(10, 10);
    for (int i = 0; i < 5; i++) {
      backlog.add(new Point("reading/x", "C", 1_000, i));
    }
    var some = new Batch(Retention.USUAL, 1_000);
    backlog.drain(some, 3);
    assertEquals(5, backlog.waiting());
    backlog.written();
    assertEquals(2, backlog.waiting());
    var none = new Batch(Retention.USUAL, 1_000);
    backlog.drain(none, 3);
    assertFalse(none.isEmpty());
    backlog.written();
    assertEquals(0, backlog.waiting());
  }
}
