package org.wetstack.link.serial;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.wetstack.conformance.FarEnd;
import org.wetstack.conformance.LinkConformance;
import org.wetstack.hal.spi.LinkProvider;

/** The rules of a link, over a pseudo-terminal. */
@EnabledOnOs(OS.LINUX)
@DisplayName("serial (pty)")
class SerialLinkConformanceTest extends LinkConformance {

  @Override
  protected LinkProvider provider() {
    return new SerialLinks();
  }

  @Override
  protected FarEnd farEnd() {
    return new PtyFarEnd();
  }
}
