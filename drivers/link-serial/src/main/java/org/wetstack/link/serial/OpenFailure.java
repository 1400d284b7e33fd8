package org.wetstack.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/** Why a port could not be opened, and what to do about it. */
final class OpenFailure {

  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int EIO = 5;
  private static final int ENXIO = 6;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENODEV = 19;
  private static final int EINVAL = 22;
  private static final int ENOTTY = 25;

  private OpenFailure() {}

  static DeviceException inUse(String port, String by) {
    return lost(
        port + " is in use by " + by + ". A serial port serves one program: close the other one.");
  }

  static DeviceException missing(String port) {
    String there =
        Arrays.stream(SerialPort.getCommPorts())
            .map(SerialPort::getSystemPortPath)
            .collect(Collectors.joining(", "));
    return lost(
        "there is no serial port "
            + port
            + ". Plug the device in, or correct the name; this computer lists "
            + (there.isEmpty() ? "none." : there + "."));
  }

  /** Why nothing could be found under the name {@code port}. */
  static DeviceException unresolved(IOException failure, String port) {
    return failure instanceof AccessDeniedException
        ? lost(
            "no permission to look for "
                + port
                + ": a folder on the way to it is closed to you. Name the port itself, or have the"
                + " folder opened.")
        : missing(port);
  }

  /** The meaning of a Linux or macOS error number for someone who wants to open {@code port}. */
  static DeviceException of(int errno, String port) {
    return switch (errno) {
      case ENOENT, ENXIO, ENODEV -> missing(port);
      case EPERM, EACCES ->
          lost(
              "no permission to open "
                  + port
                  + ". Run 'sudo usermod -aG "
                  + groupOf(port)
                  + " $USER', then log out and in again.");
      case EAGAIN, EBUSY -> inUse(port, "another program");
      case ENOTTY, EINVAL -> lost(port + " is not a serial port, or does not know this baud rate.");
      case EIO -> lost(port + " does not work: unplugged, or closed by its other end.");
      default -> lost("cannot open " + port + ": the system gives error " + errno + ".");
    };
  }

  /** The library below cannot be used at all. */
  static DeviceException noLibrary(Throwable failure) {
    return new DeviceException(
        Reason.LINK_LOST,
        Outcome.NOT_DONE,
        "the native serial library cannot be loaded ("
            + failure.getMessage()
            + "). It is unpacked into the temporary directory, which must allow execution:"
            + " set -Djava.io.tmpdir to one that does.",
        failure);
  }

  private static String groupOf(String port) {
    try {
      Object group = Files.getAttribute(Path.of(port), "unix:group");
      String name = group.toString();
      return name.equals("root") ? "dialout" : name;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "dialout";
    }
  }

  private static DeviceException lost(String message) {
    return new DeviceException(Reason.LINK_LOST, Outcome.NOT_DONE, message);
  }
}
