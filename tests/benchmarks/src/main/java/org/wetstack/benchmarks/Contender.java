package org.wetstack.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process that is asked in lines and answers in lines, bound to one processor. */
final class Contender implements AutoCloseable {

  private final String name;
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private Contender(String name, Process process) {
    this.name = name;
    this.process = process;
    to =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    from =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  static Contender start(String name, int processor, List<String> program) throws IOException {
    List<String> command = new ArrayList<>();
    if (Runtime.getRuntime().availableProcessors() > 1) {
      command.addAll(List.of("taskset", "-c", Integer.toString(processor)));
    }
    command.addAll(program);
    return startAnywhere(name, command);
  }

  /** One that may run on any processor. */
  static Contender startAnywhere(String name, List<String> program) throws IOException {
    Process process =
        new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Contender(name, process);
  }

  String name() {
    return name;
  }

  String ask(String question) throws IOException {
    to.write(question);
    to.newLine();
    to.flush();
    return hear();
  }

  /** An answer of whole numbers with spaces between them. */
  long[] askNumbers(String question) throws IOException {
    return Arrays.stream(ask(question).strip().split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  /** Whether {@link #hear} would not wait, unless it has ended. */
  boolean hasSaid() throws IOException {
    return from.ready() || !process.isAlive();
  }

  String hear() throws IOException {
    String answer = from.readLine();
    if (answer == null) {
      throw new IOException(name + " ended: see above");
    }
    return answer;
  }

  /** Ends it by ending what it reads. */
  @Override
  public void close() throws IOException {
    to.close();
    process.destroy();
  }
}
