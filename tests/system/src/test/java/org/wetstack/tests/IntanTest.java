package org.wetstack.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.wetstack.conformance.ElectrodeArrayConformance;
import org.wetstack.conformance.Subject;

/** The rules on an emulated Intan RHX. */
class IntanTest {

  /** After a loss RHX runs on, and the next session must take it over. */
  private static final String OPTIONS = "running=stop";

  @Nested
  @DisplayName("Intan RHX, virtual")
  class OnCables extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedIntans.onCables(OPTIONS);
    }
  }

  @Nested
  @DisplayName("Intan RHX, TCP")
  class OnTcp extends ElectrodeArrayConformance {
    @Override
    protected Subject subject() {
      return EmulatedIntans.onTcp(OPTIONS);
    }
  }
}
