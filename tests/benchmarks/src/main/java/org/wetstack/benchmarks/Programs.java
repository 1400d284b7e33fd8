package org.wetstack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs that benchmarks start: C compiled on the spot, and Java as this one runs. */
final class Programs implements AutoCloseable {

  private static final int FIRST_WITH_VECTORS = 25;

  private final Path folder;

  Programs() throws IOException {
    folder = Files.createTempDirectory("bench");
  }

  /** A file that goes away with this. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Compiles {@code name.c} as fast as the compiler can, for this very processor. */
  Path compile(String name) throws IOException, InterruptedException {
    return compile(name, "-O3", "-march=native");
  }

  /** Compiles {@code name.c}, optimised as {@code flags} say. */
  Path compile(String name, String... flags) throws IOException, InterruptedException {
    Path source = Path.of("tests", "benchmarks", "src", "main", "c", name + ".c");
    Path program = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-o", program.toString(), source.toString(), "-lm"));
    Process gcc = new ProcessBuilder(command).inheritIO().start();
    if (gcc.waitFor() != 0) {
      throw new IOException("gcc does not compile " + source);
    }
    return program;
  }

  /** A command that runs {@code program}; with vectors in the detector where Java has them. */
  static List<String> java(Class<?> program, Object... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= FIRST_WITH_VECTORS) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (Object each : args) {
      command.add(each.toString());
    }
    return command;
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
