package org.wetstack.emulator.rhx.program;

import java.io.IOException;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.ClientPort;
import org.wetstack.emulator.rhx.command.Conversation;
import org.wetstack.emulator.rhx.command.Equipment;
import org.wetstack.emulator.rhx.state.State;

/** The program from one start to its end. Used under the world's lock. */
final class Life implements Conversation.Fate, Installation.Alarms {

  /** The three sockets, which outlive a program. */
  record Ports(ClientPort command, ClientPort waveform, ClientPort spikes) {}

  private final Runnable onCrash;
  private final State state;
  private final CommandServer commands;
  private final DataServer waveform;
  private final DataServer spikes;
  private final Conversation conversation;

  /**
   * A program just started, not listening yet.
   *
   * @param spec with the numbers of all ports
   * @param onCrash called when it has died of something that was sent
   */
  Life(World world, RhxSpec spec, Ports ports, Installation installation, Runnable onCrash) {
    this.onCrash = onCrash;
    state = new State(spec.setup());
    boolean relisten = spec.relisten();
    waveform =
        new DataServer(
            world, ports.waveform(), spec.host(), spec.waveformPort(), relisten, this::running);
    spikes =
        new DataServer(
            world, ports.spikes(), spec.host(), spec.spikePort(), relisten, this::running);
    commands =
        new CommandServer(
            ports.command(),
            spec.host(),
            spec.commandPort(),
            relisten,
            read -> conversation().receive(read));
    Installation.Parts parts =
        installation.install(state, waveform.output(), spikes.output(), this);
    var equipment =
        new Equipment(state, parts.board(), parts.storage(), waveform, spikes, spec.upload());
    conversation = new Conversation(world, equipment, commands::reply, this, spec.crashes());
  }

  private boolean running() {
    return conversation().running();
  }

  State state() {
    return state;
  }

  Conversation conversation() {
    return conversation;
  }

  CommandServer commands() {
    return commands;
  }

  DataServer waveform() {
    return waveform;
  }

  DataServer spikes() {
    return spikes;
  }

  /** Opens the command port, and the data ports if an operator is to have opened them. */
  void open(boolean dataPorts) throws IOException {
    int unused = commands.listen();
    if (dataPorts) {
      waveform.connect();
      spikes.connect();
    }
  }

  /** Dies as a program does: what it did ends, and all connections with it. */
  void die() {
    conversation.die();
    commands.die();
    waveform.die();
    spikes.die();
  }

  @Override
  public void crashed() {
    die();
    onCrash.run();
  }

  @Override
  public void overwhelmed() {
    commands.hangUp();
  }

  @Override
  public void overrun() {
    conversation.overrun();
  }

  @Override
  public void complain(String text) {
    conversation.stray(text);
  }

  @Override
  public void recordingFailed() {
    conversation.recordingFailed();
  }
}
