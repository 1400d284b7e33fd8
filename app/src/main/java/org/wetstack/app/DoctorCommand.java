package org.wetstack.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.rig.InvalidRigException;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code wetstack doctor}: whether this computer can keep a rig. */
@Command(
    name = "doctor",
    description = {
      "Looks whether this computer can keep a rig: Java, clock, disk, ports, broker.",
      "Opens no instrument. With FILE it looks at what that rig needs. Each trouble is "
          + "told with its remedy."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 1 if something is wrong; what is only doubtful does not count."})
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "a rig in YAML")
  private @Nullable Path file;

  @Option(names = "--json", description = "prints what was found as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Optional<RigSpec> rig = Optional.empty();
    List<Symptom> all = new ArrayList<>();
    if (file != null) {
      try {
        rig = Optional.of(RigFile.read(file));
      } catch (InvalidRigException e) {
        e.errors().forEach(error -> all.add(Symptom.wrong("rig file", error, "correct that line")));
      }
    }
    all.addAll(Symptoms.ofThisComputer());
    all.addAll(
        DiskSymptoms.of(
            rig.map(RigSpec::data).map(Path::of).orElse(Path.of("")),
            rig.map(one -> one.disk().keepFree()).orElse(0L)));
    all.addAll(PortSymptoms.of(rig));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.shared()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Map.of("symptoms", all)));
    } else {
      all.forEach(each -> tell(each, out));
    }
    out.flush();
    return all.stream().anyMatch(each -> each.grade() == Symptom.Grade.WRONG)
        ? ExitCode.FAILURE
        : ExitCode.OK;
  }

  private static void tell(Symptom each, PrintWriter out) {
    out.println(
        "%-8s %s: %s"
            .formatted(each.grade().name().toLowerCase(Locale.ROOT), each.part(), each.found()));
    if (!each.remedy().isEmpty()) {
      out.println("         " + each.remedy());
    }
  }
}
