package org.wetstack.tests;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The types of the page's program hold: what compiles it does not look at them. */
@Timeout(120)
class PageTypesTest {

  @TempDir private Path folder;

  @Test
  void thePageHoldsToItsTypes() throws Exception {
    RunningRig.run(folder, List.of(), Tools.needProgram("tsc").toString(), "-p", "../../lab-page");
  }
}
