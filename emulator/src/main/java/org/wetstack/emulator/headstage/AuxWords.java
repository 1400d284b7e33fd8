package org.wetstack.emulator.headstage;

/**
 * The auxiliary words of a frame, with what must come back for them and in which bits; and those of
 * the frame before whose replies come late.
 */
final class AuxWords {

  /** So many replies of a frame come in the next. */
  static final int LATE = 2;

  private final int slots;
  private final int[] words;
  private final int[] replies;
  private final int[] masks;
  private int filled;

  AuxWords(int slots) {
    this.slots = slots;
    words = new int[LATE + slots];
    replies = new int[LATE + slots];
    masks = new int[LATE + slots];
    filled = slots;
  }

  /** A new frame begins: its slots are empty. */
  void begin() {
    for (int i = 0; i < LATE; i++) {
      words[i] = words[slots + i];
      replies[i] = replies[slots + i];
      masks[i] = masks[slots + i];
    }
    filled = 0;
  }

  int free() {
    return slots - filled;
  }

  void put(int word, int reply, int mask) {
    int at = LATE + filled++;
    words[at] = word;
    replies[at] = reply;
    masks[at] = mask;
  }

  /** The word in {@code slot}, from 0. */
  int word(int slot) {
    return words[LATE + slot];
  }

  /** The word whose reply comes in {@code slot}; for the first ones, of the frame before. */
  int answeredWord(int slot) {
    return words[slot];
  }

  int answeredReply(int slot) {
    return replies[slot];
  }

  /** The bits of the reply that are known. */
  int answeredMask(int slot) {
    return masks[slot];
  }
}
