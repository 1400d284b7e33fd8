package org.wetstack.link.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;

/** Password files for mosquitto. */
final class Passwords {

  private Passwords() {}

  static Path of(Path dir, String user, String password) throws Exception {
    Path file = Files.createTempFile(dir, "passwords", "");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", file.toString(), user, password)
            .inheritIO()
            .start();
    assertEquals(0, made.waitFor());
    return file;
  }
}
