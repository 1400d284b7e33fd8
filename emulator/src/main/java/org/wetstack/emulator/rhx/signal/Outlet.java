package org.wetstack.emulator.rhx.signal;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.wetstack.emulator.rhx.ClientPort;

/** Where one of the data sockets' bytes go. Called under the world's lock; never blocks. */
public interface Outlet {

  /** Whether the program's status of this socket is {@code Connected}. */
  boolean connected();

  /** Hands over all of {@code bytes}, or none of them if the client is too far behind. */
  boolean offer(ByteBuffer bytes);

  /** The client at {@code port}, as long as {@code connected} says that the program serves it. */
  static Outlet of(ClientPort port, BooleanSupplier connected) {
    return new Outlet() {
      @Override
      public boolean connected() {
        return connected.getAsBoolean();
      }

      @Override
      public boolean offer(ByteBuffer bytes) {
        return port.offer(bytes);
      }
    };
  }
}
