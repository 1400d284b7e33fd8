package org.wetstack.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceVectorsTest {

  @Test
  void nanopbDecodesAndEncodesEveryVectorByteForByte() throws Exception {
    Path build = ReferencePeer.build("c", "");
    String printed = ReferencePeer.make(build, "", "check");
    assertTrue(printed.contains(Vector.all().size() + " vectors, 0 wrong"), printed);
  }
}
