package org.wetstack.emulator.culture.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.wetstack.emulator.culture.network.Training.Condition;
import org.wetstack.emulator.culture.network.Training.Plan;

/** Learning, with few seeds and trials; {@link TrainingTable} has the whole experiment. */
class TrainingTest {

  private static final Plan SHORT = new Plan(15, 80, 5_000);

  @Test
  void dopamineAfterTheWantedAnswerMakesItMoreFrequentAndNotAfterAnyAnswer() {
    double[][][] shares = TrainingTable.shares(3, SHORT, Condition.REWARDED, Condition.RANDOM);
    double rewarded = TrainingTable.mean(TrainingTable.changes(shares[0]));
    double random = TrainingTable.mean(TrainingTable.changes(shares[1]));
    assertTrue(rewarded > 0.15, "rewarded: " + rewarded);
    assertTrue(random < rewarded - 0.15, "random: " + random + ", rewarded: " + rewarded);
  }
}
