package org.wetstack.emulator.rhx.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wetstack.emulator.rhx.Storage;
import org.wetstack.emulator.rhx.state.State;

/** A disk on which everything can be written but below {@code /nonexistent}. */
final class TestStorage implements Storage {

  private static final String IMPOSSIBLE = "/nonexistent";

  private final State state;
  private final List<String> told = new ArrayList<>();

  TestStorage(State state) {
    this.state = state;
  }

  /** What it was told since this was last asked. */
  List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  private boolean possible(String what, String path) {
    told.add(what + " " + path);
    return !path.startsWith(IMPOSSIBLE);
  }

  private Optional<String> complaint(String what, String path, String prefix) {
    return possible(what, path)
        ? Optional.empty()
        : Optional.of(prefix + "Unable to open input file");
  }

  @Override
  public boolean begin() {
    return possible("record", state.recordings().path() + "/" + state.recordings().base());
  }

  @Override
  public void end() {
    told.add("end");
  }

  @Override
  public void note(String text) {
    told.add("note '" + text + "'");
  }

  @Override
  public void saveImpedances() {
    told.add("impedances " + state.impedances().path() + "/" + state.impedances().base());
  }

  @Override
  public boolean saveSettings(String path) {
    return possible("save", path);
  }

  @Override
  public Optional<String> loadSettings(String path) {
    return complaint("load", path, "");
  }

  @Override
  public boolean saveStimulation(String path) {
    return possible("save stimulation", path);
  }

  @Override
  public Optional<String> loadStimulation(String path) {
    return complaint("load stimulation", path, "Error: Loading from XML: ");
  }
}
