package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.rig.InvalidRigException;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.RigWarnings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wetstack check}: reads the file of a rig, and opens nothing. */
@Command(
    name = "check",
    description = {
      "Reads the file of a rig, and opens nothing.",
      "Tells every mistake with its line, or what was understood, with warnings."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wetstack check examples/rig.yaml      (docs/reference/rig-file.md)",
      "  wetstack check --print-schema > rig.schema.json"
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "a rig in YAML")
  private @Nullable Path file;

  @Option(
      names = "--print-schema",
      description = "prints the JSON Schema of such files, for editors, and ends")
  private boolean printSchema;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (printSchema) {
      out.print(RigFile.schema());
      out.flush();
      return ExitCode.OK;
    }
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "nothing to check: name the YAML file of a rig");
    }
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "there is no file '" + file + "': name the YAML file of a rig");
    }
    try {
      show(RigFile.read(file), out);
      return ExitCode.OK;
    } catch (InvalidRigException e) {
      e.errors().forEach(error -> Failures.printMessage(error, spec.commandLine().getErr()));
      return ExitCode.WRONG_INPUT;
    }
  }

  private static void show(RigSpec rig, PrintWriter out) {
    RigSummary.print(rig, out);
    RigWarnings.of(rig, Instant.now()).forEach(warning -> out.println("warning: " + warning));
    out.flush();
  }
}
