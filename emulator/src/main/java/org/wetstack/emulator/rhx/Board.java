package org.wetstack.emulator.rhx;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.wetstack.emulator.rhx.state.Channel;

/** What commands make the controller do. Called under the world's lock. */
public interface Board {

  /** Begins acquisition in the mode that the state says; the first samples come a little later. */
  void begin();

  /** Ends acquisition. What has not been sent is dropped, files are closed. */
  void end();

  /** The newest processed sample; -1 while nothing runs. */
  long timestamp();

  /** Presses or releases key F1 to F8, counted from 0. */
  void key(int key, boolean down);

  /** Uploads the stimulation parameters of {@code channel} as they are now. */
  void uploadStimulation(Channel channel);

  /** Uploads the bandwidth settings, and tells the actual ones in the state. */
  void uploadBandwidth();

  /** Uploads {@code UseFastSettle} and {@code HeadstageGlobalSettle}. */
  void uploadAmpSettle();

  /** Uploads the charge recovery settings. */
  void uploadChargeRecovery();

  /** A parameter was set: what the program works out from it without an upload is told anew. */
  void parameterChanged();

  /** Some channel's output to TCP was switched: the layout changes at the next write. */
  void outputsChanged();

  /**
   * What {@code channel} shows at rest in the highpass band, in microvolts, root mean square. Asked
   * only while stopped.
   */
  double noiseMicrovolts(Channel channel);

  /**
   * Completes when all that was asked of it so far is done or refused; on any thread but under the
   * world's lock. A board that does everything at once is always done.
   */
  default CompletionStage<Void> settled() {
    return CompletableFuture.completedFuture(null);
  }

  /** Why it measures no impedances, as it is told to a client; empty if it does. */
  default Optional<String> refusesImpedances() {
    return Optional.empty();
  }

  /** Measures all impedances. Returns how long the program is busy with it. */
  Duration measureImpedances();
}
