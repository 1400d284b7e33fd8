package org.wetstack.emulator.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.wetstack.emulator.World;
import org.wetstack.emulator.culture.Culture;
import org.wetstack.emulator.culture.Profile;
import org.wetstack.emulator.culture.life.Environment;
import org.wetstack.emulator.tissue.SpikeListener;

/**
 * What can be done to a culture, and seen of it, on the bench; everything at this instant of the
 * rig's time. Thread-safe.
 */
public final class CultureBench {

  private final World world;
  private final Culture culture;
  private final Runnable settle;

  /**
   * @param settle lets the samples pass that are due; called under the world's lock
   */
  CultureBench(World world, Culture culture, Runnable settle) {
    this.world = world;
    this.culture = culture;
    this.settle = settle;
  }

  /**
   * Answers {@code question} about the culture under the world's lock. Nothing that belongs to the
   * culture may be kept beyond it.
   */
  public <T> T ask(Function<Culture, T> question) {
    return world.ask(
        () -> {
          settle.run();
          return question.apply(culture);
        });
  }

  /** Does {@code task} to the culture under the world's lock. */
  void run(Consumer<Culture> task) {
    world.run(
        () -> {
          settle.run();
          task.accept(culture);
        });
  }

  /** What kind of culture it is. */
  public Profile profile() {
    return ask(Culture::profile);
  }

  /** Days since it was placed on the array. */
  public double daysInVitro() {
    return ask(it -> it.life().daysInVitro());
  }

  /** The share of its cells that live, 0 to 1; 0 is dead. */
  public double viability() {
    return ask(it -> it.life().viability());
  }

  /** Free dopamine at its cells, in nM. */
  public double dopamineNanomolar() {
    return ask(it -> it.chemistry().dopamineNanomolar());
  }

  /** The air around it. */
  public Environment environment() {
    return ask(Culture::environment);
  }

  /** Puts it into other air, from now on. */
  public void environment(Environment air) {
    run(it -> it.environment(air));
  }

  /**
   * Lets days go by in which nobody looks: it ages, its fluids and electrodes with it, in coarse
   * steps. No sample is counted, and the rig's time stands still.
   *
   * @param duration whole seconds
   */
  public void rest(Duration duration) {
    run(it -> it.rest(duration));
  }

  /** Tells {@code truth} of every spike from now on, instead of whom it told before. */
  public void onSpike(SpikeListener truth) {
    run(it -> it.onSpike(truth));
  }

  /**
   * Saves it to {@code file}, as a whole or not at all; a file that is there is replaced. The rig
   * waits meanwhile. An array that has it as its state goes on with it to the bit.
   *
   * @throws IOException if that fails
   */
  public void save(Path file) throws IOException {
    Optional<IOException> failure =
        ask(
            saved -> {
              try {
                saved.write(file);
                return Optional.empty();
              } catch (IOException e) {
                return Optional.of(e);
              }
            });
    if (failure.isPresent()) {
      throw new IOException(
          "the culture cannot be saved to '" + file + "': " + failure.get().getMessage(),
          failure.get());
    }
  }
}
