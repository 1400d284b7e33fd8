package org.wetstack.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Builds {@code firmware-protocol/c}. */
final class ReferencePeer {

  private ReferencePeer() {}

  /**
   * The folder with the programs, up to date.
   *
   * @param folder below {@code target}
   * @param sanitize for {@code -fsanitize}, or empty
   */
  static Path build(String folder, String sanitize) throws IOException, InterruptedException {
    OutsideTool.require("make", "cc", "protoc", "protoc-gen-nanopb");
    Path build = Vector.MODULE.resolve("target").resolve(folder).toAbsolutePath().normalize();
    make(build, sanitize, "all");
    return build;
  }

  /** What {@code make TARGET} printed; fails unless it succeeds. */
  static String make(Path build, String sanitize, String target)
      throws IOException, InterruptedException {
    String c = Vector.MODULE.resolve("c").toString();
    return new OutsideTool("make", "-C", c, "BUILD=" + build, "SANITIZE=" + sanitize, target)
        .run(new byte[0], 300, TimeUnit.SECONDS);
  }
}
