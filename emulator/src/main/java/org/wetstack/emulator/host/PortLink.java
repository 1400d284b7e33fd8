package org.wetstack.emulator.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A symbolic link that gives a pseudo-terminal a name that stays the same from run to run. */
record PortLink(Path at, Path port) {

  /**
   * Makes the link in one step, so that no one ever finds it missing or half made.
   *
   * @throws IOException if {@code at} is taken by anything but a link to a pseudo-terminal
   */
  static PortLink create(Path at, String port) throws IOException {
    if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !leadsToPseudoTerminal(at)) {
      throw new IOException(
          at + " exists and is not a link to a pseudo-terminal; choose another name or remove it");
    }
    Path absolute = at.toAbsolutePath();
    Path fresh = absolute.resolveSibling(absolute.getFileName() + "." + port.replace('/', '-'));
    try {
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, Path.of(port));
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      String why =
          e instanceof NoSuchFileException
              ? "there is no such folder"
              : e instanceof AccessDeniedException ? "permission denied" : e.toString();
      throw new IOException(
          "cannot make the link " + at + " to " + port + ": " + why + "; choose another name", e);
    }
    return new PortLink(absolute, Path.of(port));
  }

  /** Removes the link, unless it leads elsewhere by now. */
  void remove() {
    try {
      if (Files.isSymbolicLink(at) && Files.readSymbolicLink(at).equals(port)) {
        Files.delete(at);
      }
    } catch (IOException e) {
      // A link that cannot be removed is replaced by the next pseudo-terminal of that name.
    }
  }

  private static boolean leadsToPseudoTerminal(Path at) throws IOException {
    return Files.isSymbolicLink(at) && Files.readSymbolicLink(at).startsWith("/dev/pts");
  }
}
