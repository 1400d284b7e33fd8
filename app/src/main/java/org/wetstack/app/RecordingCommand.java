package org.wetstack.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wetstack recording}: what to do with recordings on this computer. */
@Command(
    name = "recording",
    description = "Lists, checks, exports and replays recordings on this computer.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RecordingLsCommand.class,
      RecordingInfoCommand.class,
      RecordingVerifyCommand.class,
      RecordingExportCommand.class,
      ReplayCommand.class
    })
final class RecordingCommand implements Runnable {

  static final String DESCRIPTION = "recording.json";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "nothing to do; choose one of " + spec.subcommands().keySet());
  }

  /**
   * The recording in {@code folder}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Recording open(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(DESCRIPTION))) {
      throw new IllegalArgumentException(
          folder + " holds no recording: 'wetstack recording ls FOLDER' lists those in a folder");
    }
    return Recording.open(folder);
  }

  /** When it began, and what of. */
  static String line(RecordingInfo info) {
    return String.format(
        Locale.ROOT,
        "%s  %s %s, %d channels at %d Hz",
        info.startedAt(),
        info.array().model(),
        info.array().serialNumber(),
        info.layout().channels(),
        info.layout().samplesPerSecond());
  }
}
