package org.wetstack.emulator.rhx.files;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file system as the emulated program sees it: a folder that stands for its root. */
public final class Disk {

  private final Path root;

  /** The program's {@code /data/rec} is {@code root/data/rec}. */
  public Disk(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Where {@code path} is in reality. The program has no working directory: what does not begin at
   * its root is looked for there all the same.
   *
   * @throws IOException if it is no path, or leads out of the program's root
   */
  public Path at(String path) throws IOException {
    int begin = 0;
    while (begin < path.length() && path.charAt(begin) == '/') {
      begin++;
    }
    try {
      Path real = root.resolve(path.substring(begin)).normalize();
      if (real.startsWith(root)) {
        return real;
      }
    } catch (InvalidPathException e) {
      throw new IOException("'" + path + "' is not a path: " + e.getReason(), e);
    }
    throw new IOException("'" + path + "' leads out of the folder that the program may use");
  }
}
