package org.wetstack.lsl;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.spi.Timebase;

/**
 * The user's liblsl. It reads its settings once in the life of a process, so the first one who
 * loads it decides how far it reaches. Thread-safe.
 */
public final class LslLibrary {

  /** Who can find streams, and take them. */
  public enum Reach {
    /** Programs on this computer; possible on Linux only. */
    THIS_COMPUTER,
    /** Whoever the settings of LSL on this computer let: usually the whole local network. */
    NETWORK
  }

  /** 1.10, the oldest that this was run with. */
  private static final int OLDEST = 110;

  private static final int CLOCK_READINGS = 32;
  private static final double NANOS = 1e-9;

  /**
   * How streams on this computer find each other without leaving it. LSL 1.10 cannot be told where
   * its settings are, and makes do with its defaults; what keeps others away is {@link Loopback}.
   */
  private static final String SETTINGS =
      """
      [ports]
      IPv6 = disable
      [multicast]
      ResolveScope = machine
      [lab]
      KnownPeers = {127.0.0.1}
      """;

  private static final AtomicReference<@Nullable Reach> REACH = new AtomicReference<>();

  private final Liblsl lsl;
  private final Reach reach;

  private LslLibrary(Liblsl lsl, Reach reach) {
    this.lsl = lsl;
    this.reach = reach;
  }

  /**
   * Loads the library.
   *
   * @param file where it is; empty for where this system keeps libraries
   * @throws IOException if it is not there, or is no liblsl that is new enough
   * @throws IllegalArgumentException if it cannot be kept on this computer and should be
   * @throws IllegalStateException if this process has loaded it with another reach
   */
  public static LslLibrary load(Optional<Path> file, Reach reach) throws IOException {
    if (reach == Reach.THIS_COMPUTER && !Loopback.possible()) {
      throw new IllegalArgumentException(
          "LSL can be kept on this computer under Linux only: let it out with --network, behind a"
              + " firewall");
    }
    if (file.isPresent() && !Files.isRegularFile(file.get())) {
      throw new IOException(
          "--library " + file.get() + " is not a file: name liblsl.so itself, not its folder");
    }
    Reach before = REACH.compareAndExchange(null, reach);
    if (before == null && reach == Reach.THIS_COMPUTER) {
      writeSettings();
    } else if (before != null && before != reach) {
      throw new IllegalStateException("this process has loaded LSL for " + before + " already");
    }
    return new LslLibrary(open(file.map(Path::toAbsolutePath).map(Path::toString)), reach);
  }

  private static Liblsl open(Optional<String> file) throws IOException {
    String name = file.orElse("lsl");
    try {
      var utf8 = Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");
      NativeLibrary library = NativeLibrary.getInstance(name, utf8);
      for (String function : Liblsl.FUNCTIONS) {
        library.getFunction(function);
      }
      Liblsl lsl = Native.load(name, Liblsl.class, utf8);
      int version = lsl.lsl_library_version();
      if (version < OLDEST) {
        throw new IOException(
            "liblsl " + number(version) + " is too old: install 1.10 or later, best the latest");
      }
      return lsl;
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(
          file.map(at -> "--library " + at + " is no liblsl that can be loaded here: ")
                  .orElse(
                      "liblsl is not among the libraries of this system: install it"
                          + " (https://github.com/sccn/liblsl/releases, or liblsl of conda-forge),"
                          + " or say with --library PATH where it is: ")
              + firstLine(String.valueOf(e.getMessage())),
          e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** The environment is how LSL is told where its settings are, and it looks when it begins. */
  private static void writeSettings() throws IOException {
    Path settings = Files.createTempFile("wetstack-lsl", ".cfg");
    settings.toFile().deleteOnExit();
    Files.writeString(settings, SETTINGS);
    if (Libc.setenv("LSLAPICFG", settings.toString(), 1) != 0) {
      throw new IOException("LSL cannot be told its settings: " + Libc.failure());
    }
  }

  /** As 1.16. */
  public String version() {
    return number(lsl.lsl_library_version());
  }

  private static String number(int version) {
    return version / 100 + "." + version % 100;
  }

  Liblsl functions() {
    return lsl;
  }

  Reach reach() {
    return reach;
  }

  /** How LSL's clock stands to {@code time}: the reading of 32 that took the least time. */
  Offset offset(Timebase time) {
    Offset best = new Offset(0, Double.MAX_VALUE);
    for (int i = 0; i < CLOCK_READINGS; i++) {
      long before = time.nanoTime();
      double now = lsl.lsl_local_clock();
      long after = time.nanoTime();
      double half = (after - before) * NANOS / 2;
      if (half < best.errorSeconds()) {
        best = new Offset(now - (before * NANOS + half), half);
      }
    }
    return best;
  }

  /**
   * What is to be added to {@code Timebase.nanoTime()}, in seconds, to have LSL's clock.
   *
   * @param errorSeconds by which it may be wrong, either way
   */
  record Offset(double seconds, double errorSeconds) {}
}
