package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the numbers of a report were measured on. */
final class Machine {

  private Machine() {}

  /** Names and values, in the order they are told. */
  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Clock.date());
    facts.put("processor", line(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("processors", "" + Runtime.getRuntime().availableProcessors());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "Java",
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name"));
    facts.put("C", said("gcc", "--version"));
    facts.put("scheduling", said("chrt", "-p", "" + ProcessHandle.current().pid()));
    facts.put("may run on", line(Path.of("/proc/self/status"), "Cpus_allowed_list"));
    facts.put("load before", line(Path.of("/proc/loadavg"), ""));
    return facts;
  }

  /** What stands behind the colon of the first line that begins with {@code name}. */
  private static String line(Path file, String name) {
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(name.isEmpty() ? 0 : line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String said(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().findFirst().orElse("unknown").replaceFirst("^pid .*: ", "").strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
