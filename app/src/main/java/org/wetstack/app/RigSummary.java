package org.wetstack.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.rig.RigSpec.Culture;
import org.wetstack.lab.rig.RigSpec.When;
import org.wetstack.lab.safety.ElectrodeProfile;

/** What was understood of a rig, as tables for a person to compare with the bench. */
final class RigSummary {

  private RigSummary() {}

  static void print(RigSpec rig, PrintWriter out) {
    out.printf("rig %s, SHA-256 %s%n", rig.name(), rig.sha256());
    out.printf(
        "listens at %s%s; data in %s%n",
        rig.listen(), rig.tls().isPresent() ? " in TLS" : "", rig.data());
    table(out, "instrument", instruments(rig));
    table(out, "electrodes", electrodes(rig));
    table(out, "reservoir", reservoirs(rig));
    table(out, "culture", cultures(rig));
    table(out, "interlock", interlocks(rig));
    table(out, "task", tasks(rig));
  }

  private static List<List<String>> instruments(RigSpec rig) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("driver", "endpoint"));
    rig.instruments()
        .forEach((name, each) -> rows.add(List.of(name, each.driver(), each.endpoint())));
    return rows;
  }

  private static List<List<String>> electrodes(RigSpec rig) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("material", "diameter", "charge density", "of it", "first phase"));
    for (ElectrodeProfile each : rig.electrodes().values()) {
      rows.add(
          List.of(
              each.name(),
              each.material(),
              each.diameterMicrometers() + " µm",
              each.chargeDensity() + " µC/cm²",
              each.deratePercent() + " %",
              each.first().map(sign -> sign.name().toLowerCase(Locale.ROOT)).orElse("any")));
    }
    return rows;
  }

  private static List<List<String>> reservoirs(RigSpec rig) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("pump", "substance", "concentration", "content", "expires"));
    rig.reservoirs()
        .forEach(
            (name, each) ->
                rows.add(
                    List.of(
                        name,
                        each.pump(),
                        each.substance(),
                        each.nanomolar() + " nM",
                        each.content().toString(),
                        each.expires().toString())));
    return rows;
  }

  private static List<List<String>> cultures(RigSpec rig) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("array", "electrodes", "current", "dose", "hour", "day", "reservoirs", "lights"));
    for (Culture each : rig.cultures().values()) {
      rows.add(
          List.of(
              each.name(),
              each.array().toString(),
              each.sites().size() + " " + each.profile(),
              each.limits().stimulation().current().toString(),
              each.limits().dosing().dose().toString(),
              each.limits().dosing().hour().toString(),
              each.limits().dosing().day().toString(),
              each.reservoirs().isEmpty() ? "none" : String.join(", ", each.reservoirs()),
              each.lights().isEmpty()
                  ? "none"
                  : String.join(", ", each.lights().stream().map(Object::toString).toList())));
    }
    return rows;
  }

  private static List<List<String>> interlocks(RigSpec rig) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("reads", "stops outside"));
    rig.interlocks()
        .forEach(
            (name, each) ->
                rows.add(
                    List.of(
                        name,
                        each.reads().map(Object::toString).orElse("what programs push"),
                        "%s to %s %s"
                            .formatted(each.stop().low(), each.stop().high(), each.unit())
                            .strip())));
    return rows;
  }

  private static List<List<String>> tasks(RigSpec rig) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("when", "culture"));
    rig.schedule()
        .forEach(
            task ->
                rows.add(List.of(task.name(), when(task.when(), rig), task.action().culture())));
    return rows;
  }

  private static String when(When when, RigSpec rig) {
    if (when instanceof When.Every every) {
      return "every " + every.period().toString().substring(2).toLowerCase(Locale.ROOT);
    }
    if (when instanceof When.Daily daily) {
      return "daily at " + daily.time() + " " + rig.zone();
    }
    return "once at " + ((When.Once) when).at();
  }

  /** Columns as wide as they need to be; nothing if there is only the heading. */
  private static void table(PrintWriter out, String first, List<List<String>> rows) {
    if (rows.size() < 2) {
      return;
    }
    List<List<String>> all = new ArrayList<>();
    List<String> heading = new ArrayList<>(rows.get(0));
    heading.add(0, first);
    all.add(heading);
    all.addAll(rows.subList(1, rows.size()));
    out.println();
    for (List<String> row : all) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = all.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
