package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack recording ls}. */
@Command(
    name = "ls",
    description = "Lists the recordings in a folder, the oldest first. Does not read samples.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  wetstack recording ls data/recordings"})
final class RecordingLsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "holds recordings, or is one; default here")
  private Path folder = Path.of(".");

  private record Found(Path folder, RecordingInfo info) {}

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is no folder: name one that is there");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Found> found = new ArrayList<>();
    List<Path> folders = new ArrayList<>(List.of(folder));
    try (var inside = Files.newDirectoryStream(folder, Files::isDirectory)) {
      inside.forEach(folders::add);
    }
    boolean sound = true;
    for (Path each : folders) {
      if (Files.exists(each.resolve(RecordingCommand.DESCRIPTION))) {
        try {
          found.add(new Found(each, Recording.open(each).info()));
        } catch (IOException e) {
          sound = false;
          Failures.printMessage(e.getMessage(), spec.commandLine().getErr());
        }
      }
    }
    found.sort(
        Comparator.comparing((Found one) -> one.info().startedAt()).thenComparing(Found::folder));
    for (Found one : found) {
      out.println(
          one.folder()
              + "  "
              + RecordingCommand.line(one.info())
              + ", "
              + mebibytes(bytes(one.folder())));
    }
    if (found.isEmpty()) {
      out.println("no recordings in " + folder);
    }
    out.flush();
    return sound ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static long bytes(Path folder) throws IOException {
    long all = 0;
    try (var files = Files.newDirectoryStream(folder, "*.wet")) {
      for (Path file : files) {
        all += Files.size(file);
      }
    }
    return all;
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1_048_576.0);
  }
}
