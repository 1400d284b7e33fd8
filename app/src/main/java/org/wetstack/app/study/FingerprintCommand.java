package org.wetstack.app.study;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wetstack study fingerprint}. */
@Command(
    name = "fingerprint",
    description = {
      "Prints the SHA-256 of all samples of an emulated culture that is stimulated and fed with"
          + " dopamine.",
      "It is the same on every machine and every Java, interpreted or compiled."
    },
    mixinStandardHelpOptions = true)
final class FingerprintCommand implements Callable<Integer> {

  private static final int MOST_SECONDS = 3_600;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "which culture it is; default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "of the culture's time; default ${DEFAULT-VALUE}")
  private int seconds;

  @Override
  public Integer call() {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "--seconds must be 1 to " + MOST_SECONDS + ", not " + seconds);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Fingerprint.of(seed, seconds));
    out.flush();
    return ExitCode.OK;
  }
}
