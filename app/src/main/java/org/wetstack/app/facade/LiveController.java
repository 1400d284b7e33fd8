package org.wetstack.app.facade;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.DistantController;
import org.wetstack.emulator.rhx.program.RelayInstallation;
import org.wetstack.emulator.rhx.signal.RelayedAcquisition;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.SampleBlock;
import org.wetstack.hal.SampleHandler;

/** An electrode array as the controller of an RHX program. Used under the world's lock. */
final class LiveController implements DistantController {

  private final World world;
  private final ArrayLayout layout;
  private final Consumer<String> log;
  private final Chores chores;
  private final Playback playback;
  private final Optional<Keys> keys;
  private final Optional<Parameters> parameters;
  private final short[] row;
  private @Nullable RelayInstallation program;
  private Consumer<Optional<DeviceException>> onEnd = reason -> {};
  private boolean begins;
  private long origin = -1;
  private long newest = Long.MIN_VALUE;

  LiveController(
      World world, ElectrodeArray array, Setup setup, Executor work, Consumer<String> log) {
    this.world = world;
    this.log = log;
    layout = array.layout();
    row = new short[layout.channels()];
    playback = new Playback(layout.channels());
    chores = new Chores(world, work, this::complain);
    keys =
        array
            .stimulator()
            .map(
                stimulator ->
                    new Keys(
                        world, stimulator, layout, playback, chores, () -> newest, this::complain));
    parameters =
        array
            .stimulator()
            .map(each -> new Parameters(each.limits(), Double.parseDouble(setup.stimStep())));
  }

  /**
   * Brings samples to {@code installation} from now on.
   *
   * @param whenEnded called once, when the stream has ended
   */
  void serve(RelayInstallation installation, Consumer<Optional<DeviceException>> whenEnded) {
    world.run(
        () -> {
          program = installation;
          onEnd = whenEnded;
        });
  }

  /** What is to hear the array's stream, on a thread that may wait for the world. */
  SampleHandler reader() {
    return new SampleHandler() {
      @Override
      public void onBlock(SampleBlock block) {
        world.run(() -> pass(block));
      }

      @Override
      public void onEnd(Optional<DeviceException> reason) {
        world.run(() -> over(reason));
      }
    };
  }

  private void pass(SampleBlock block) {
    RelayedAcquisition to = program == null ? null : program.acquisition();
    int mark = 0;
    for (int i = 0; i < block.samples(); i++) {
      long sample = block.firstSample() + i;
      while (mark < block.marks() && block.markSample(mark) <= i) {
        playback.begin(block.markOperation(mark), sample);
        mark++;
      }
      if (begins) {
        begins = false;
        origin = sample;
      }
      newest = sample;
      char[] words = playback.row(sample);
      if (to != null) {
        block.copy(i, row, 0);
        to.frame(sample - origin, row, words);
      }
    }
  }

  private void over(Optional<DeviceException> reason) {
    reason.ifPresent(why -> complain("Error - the array is lost: " + why.getMessage()));
    onEnd.accept(reason);
  }

  /** The array's number of the sample with timestamp 0. */
  long origin() {
    return origin;
  }

  void log(String what) {
    log.accept(what);
  }

  private void complain(String text) {
    log.accept(text);
    if (program != null) {
      program.complain(text);
    }
  }

  @Override
  public void begin() {
    begins = true;
    keys.ifPresent(Keys::arm);
  }

  @Override
  public void end() {
    keys.ifPresent(Keys::stop);
  }

  @Override
  public void key(int key, boolean down) {
    keys.ifPresent(all -> all.press(key, down));
  }

  @Override
  public void upload(Channel channel) {
    if (keys.isEmpty() || parameters.isEmpty()) {
      return;
    }
    boolean enabled = channel.items().find("StimEnabled").map(Item::isTrue).orElse(false);
    if (channel.kind() != SignalKind.AMPLIFIER) {
      if (enabled) {
        complain("Error - " + channel.nativeName() + ": this array has no such output");
      }
    } else if (enabled) {
      keys.get().program(parameters.get().read(channel, electrode(channel)));
    } else {
      keys.get().disable(channel.nativeName());
    }
  }

  private Optional<Integer> electrode(Channel channel) {
    return channel.index() < layout.channels()
        ? Optional.of(layout.sites().get(channel.index()).electrode())
        : Optional.empty();
  }

  @Override
  public CompletionStage<Void> settled() {
    return keys.isPresent() ? chores.settled() : CompletableFuture.completedFuture(null);
  }

  /** Unloads everything. */
  void close() {
    keys.ifPresent(Keys::close);
  }
}
