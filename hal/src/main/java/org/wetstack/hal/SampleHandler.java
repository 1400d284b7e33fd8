package org.wetstack.hal;

import java.util.Optional;

/** Receives samples on the link's thread. Must return quickly and must not block. */
@FunctionalInterface
public interface SampleHandler {

  /** {@code block} is borrowed: it is valid only until this method returns. */
  void onBlock(SampleBlock block);

  /** The last call: the stream was closed (empty), or was lost for {@code reason}. */
  default void onEnd(Optional<DeviceException> reason) {}
}
