package org.wetstack.emulator.host;

import java.net.URI;

/** Where an emulated instrument can be reached by real programs. Closing it hangs up on them. */
public interface Host extends AutoCloseable {

  /** What a program opens, such as {@code serial:/dev/pts/5} or {@code tcp://127.0.0.1:40123}. */
  URI endpoint();

  /** Returns within 2 s. Idempotent; callable from any thread. */
  @Override
  void close();
}
