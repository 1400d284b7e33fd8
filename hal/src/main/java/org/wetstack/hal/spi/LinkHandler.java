package org.wetstack.hal.spi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Called by a {@link Link}, always from one thread at a time. */
public interface LinkHandler {

  /**
   * {@code bytes} is borrowed: valid only until this method returns. {@code link} is the way to
   * answer; it is usable even if {@link LinkProvider#open} has not returned yet.
   */
  void onBytes(Link link, ByteBuffer bytes);

  /**
   * The last call a handler gets, exactly once. {@code cause} is null after an ordinary {@link
   * Link#close}, and says what happened after a loss, in words for a person.
   */
  void onClosed(@Nullable Throwable cause);
}
