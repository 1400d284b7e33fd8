package org.wetstack.emulator.rhx;

import java.util.concurrent.CompletionStage;
import org.wetstack.emulator.rhx.state.Channel;

/**
 * A controller that is no emulated one: whatever has samples, and perhaps stimulates. Called under
 * the world's lock, so it must not wait: what takes time is done elsewhere, and {@link #settled}
 * says when.
 */
public interface DistantController {

  /** A run begins: the next frame that it brings has the timestamp 0. */
  void begin();

  /** The run ends: nothing is stimulated any more once this has {@link #settled}. */
  void end();

  /** Key F1 to F8, counted from 0, was pressed or released during a run. */
  void key(int key, boolean down);

  /** The parameters of {@code channel} as they are now are to be what its stimulator does. */
  void upload(Channel channel);

  /** Completes, under the world's lock, when all of the above is done or refused. */
  CompletionStage<Void> settled();
}
