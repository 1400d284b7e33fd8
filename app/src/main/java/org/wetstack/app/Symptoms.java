package org.wetstack.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Java, its memory, its native libraries, and the clock. */
final class Symptoms {

  private static final int LEAST_JAVA = 17;
  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST_HEAP = 512 * MEBIBYTE;

  /** Where systemd-timesyncd and chrony tell that they have set the clock. */
  private static final List<Path> CLOCK_IS_SET =
      List.of(
          Path.of("/run/systemd/timesync/synchronized"),
          Path.of("/run/chrony"),
          Path.of("/var/run/ntpd.pid"));

  private Symptoms() {}

  static List<Symptom> ofThisComputer() {
    return List.of(
        java(Runtime.version().feature()),
        memory(Runtime.getRuntime().maxMemory()),
        libraries(Path.of(System.getProperty("java.io.tmpdir"))),
        clock(CLOCK_IS_SET));
  }

  static Symptom java(int version) {
    String found = "version " + version + ", " + System.getProperty("java.vm.name");
    return version >= LEAST_JAVA
        ? Symptom.fine("java", found)
        : Symptom.wrong("java", found, "install a JDK " + LEAST_JAVA + " or newer");
  }

  static Symptom memory(long most) {
    String found = "Java may use " + most / MEBIBYTE + " MiB";
    return most >= LEAST_HEAP
        ? Symptom.fine("memory", found)
        : Symptom.doubtful(
            "memory",
            found + ", which is little for recordings with their past",
            "give it more: WETSTACK_JAVA_OPTS=-Xmx1g");
  }

  /** Those of serial ports and pseudo-terminals are unpacked there, and loaded. */
  static Symptom libraries(Path folder) {
    String remedy =
        "name a folder in which programs may be run: WETSTACK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER";
    if (!Files.isWritable(folder)) {
      return Symptom.wrong("native libraries", folder + " cannot be written to", remedy);
    }
    return isMountedNoexec(folder)
        ? Symptom.wrong(
            "native libraries", folder + " is mounted noexec, so they cannot be loaded", remedy)
        : Symptom.fine("native libraries", "unpacked into " + folder);
  }

  /** Whether the mount that {@code folder} is on forbids to run what is in it. */
  private static boolean isMountedNoexec(Path folder) {
    String options = "";
    int longest = -1;
    try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"))) {
      for (String line : mounts.toList()) {
        String[] parts = line.split(" ", -1);
        if (parts.length > 3
            && folder.toAbsolutePath().startsWith(parts[1])
            && parts[1].length() > longest) {
          longest = parts[1].length();
          options = parts[3];
        }
      }
    } catch (IOException e) {
      return false;
    }
    return List.of(options.split(",", -1)).contains("noexec");
  }

  static Symptom clock(List<Path> signs) {
    return signs.stream().anyMatch(Files::exists)
        ? Symptom.fine("clock", "set by the network")
        : Symptom.doubtful(
            "clock",
            "nothing tells that it is set by the network; schedules, expiry dates and the journal"
                + " go by it",
            "switch that on: timedatectl set-ntp true, or install chrony");
  }
}
