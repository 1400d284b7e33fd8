package org.wetstack.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person sits at the other end; where that cannot be told, nobody does. */
final class Terminals {

  private Terminals() {}

  static boolean isStandardInput() {
    return is(0);
  }

  static boolean isStandardError() {
    return is(2);
  }

  private static boolean is(int descriptor) {
    try {
      String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
