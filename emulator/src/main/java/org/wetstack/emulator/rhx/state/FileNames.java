package org.wetstack.emulator.rhx.state;

import java.util.Locale;
import java.util.Optional;

/** A path and a base file name, which clients set one by one and which keep their capitals. */
public final class FileNames {

  private final String name;
  private String path = "";
  private String base = "";

  FileNames(String name) {
    this.name = name;
  }

  /** {@code Filename} or {@code ImpedanceFilename}. */
  public String name() {
    return name;
  }

  public String path() {
    return path;
  }

  public String base() {
    return base;
  }

  public boolean complete() {
    return !path.isEmpty() && !base.isEmpty();
  }

  /** The value of {@code part}, {@code path} or {@code basefilename}; empty if it is neither. */
  public Optional<String> get(String part) {
    return switch (part.toLowerCase(Locale.ROOT)) {
      case "path" -> Optional.of(path);
      case "basefilename" -> Optional.of(base);
      default -> Optional.empty();
    };
  }

  /** Sets {@code part}; false if there is no such part. */
  public boolean set(String part, String value) {
    switch (part.toLowerCase(Locale.ROOT)) {
      case "path" -> path = value;
      case "basefilename" -> base = value;
      default -> {
        return false;
      }
    }
    return true;
  }
}
