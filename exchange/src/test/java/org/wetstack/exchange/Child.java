package org.wetstack.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.wetstack.lab.recording.Recorder;

/** A process of its own, to be killed: it records without end, or exports. */
final class Child {

  /** Blocks after which a recording child says so. */
  static final int TOLD = 2_000;

  private static final int MUCH = 1 << 16;

  private Child() {}

  public static void main(String[] arguments) throws Exception {
    Path recording = Path.of(arguments[1]);
    if (arguments[0].equals("record")) {
      record(recording);
    } else {
      Export.of(recording, ExportFormat.valueOf(arguments[0]), Path.of(arguments[2]), 0);
    }
  }

  private static void record(Path recording) throws Exception {
    Recorder recorder = MadeUpRecording.begin(recording, MadeUpRecording.layout(8, 195));
    Path samples = recording.resolve("samples.wet");
    boolean told = false;
    for (int i = 0; true; i++) {
      long first = MadeUpRecording.START + (long) i * MadeUpRecording.BLOCK;
      recorder.onBlock(MadeUpRecording.block(first, MadeUpRecording.BLOCK, 8, 0));
      // Some of it is in the file, whenever its thread has come to that.
      if (!told && i >= TOLD && i % 100 == 0 && Files.size(samples) > MUCH) {
        told = true;
        System.out.println("recording");
        System.out.flush();
      }
      if (told && i % 100 == 0) {
        // Whoever kills it may be late: it must not fill the disk meanwhile.
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** Starts one. */
  static Process start(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
