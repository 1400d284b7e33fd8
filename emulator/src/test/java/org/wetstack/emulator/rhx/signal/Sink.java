package org.wetstack.emulator.rhx.signal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A client of a data socket that keeps everything, or takes nothing while it is stuck. */
final class Sink implements Outlet {

  final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  final List<Integer> writes = new ArrayList<>();
  boolean connected = true;
  boolean stuck;

  @Override
  public boolean connected() {
    return connected;
  }

  @Override
  public boolean offer(ByteBuffer offered) {
    if (stuck || !connected) {
      return false;
    }
    byte[] copy = new byte[offered.remaining()];
    offered.duplicate().get(copy);
    bytes.writeBytes(copy);
    writes.add(copy.length);
    return true;
  }

  List<Recorded.Block> blocks() {
    return Recorded.blocks(bytes.toByteArray());
  }
}
