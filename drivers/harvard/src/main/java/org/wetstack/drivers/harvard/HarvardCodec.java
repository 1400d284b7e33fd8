package org.wetstack.drivers.harvard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.wetstack.drivers.fluidics.Codec;

/**
 * Cuts what pumps say into answers. While they are polled, an XON ends each, and belongs to it.
 * Before that, nothing does: a prompt is the end only if the next thing begins behind it, as {@code
 * 05:} also stands before lines. In the mode {@code remote} each line is an answer.
 */
final class HarvardCodec implements Codec {

  static final byte XON = 0x11;

  private static final int MAX_FRAME = 4_096;
  private static final Pattern ENDS_IN_PROMPT = Pattern.compile("(?s).*\n(\\d\\d)?(T\\*|[:<>*])");
  private static final Pattern REMOTE_LINE = Pattern.compile("\\d\\d:[^\n]*");

  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  @Override
  public void decode(ByteBuffer bytes, Consumer<byte[]> frames) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == XON) {
        begun.write(next);
        cut(frames);
      } else {
        if (next == '\n' && isWhole()) {
          cut(frames);
        }
        begun.write(next);
        if (begun.size() > MAX_FRAME) {
          begun.reset();
        }
      }
    }
  }

  private boolean isWhole() {
    String text = begun.toString(StandardCharsets.ISO_8859_1);
    return ENDS_IN_PROMPT.matcher(text).matches() || REMOTE_LINE.matcher(text).matches();
  }

  private void cut(Consumer<byte[]> frames) {
    frames.accept(begun.toByteArray());
    begun.reset();
  }

  @Override
  public void reset() {
    begun.reset();
  }
}
