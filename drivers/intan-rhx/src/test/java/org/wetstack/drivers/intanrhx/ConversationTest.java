package org.wetstack.drivers.intanrhx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.LinkHealth;

/** The command socket: replies without ends, sentences nobody asked for, and silence. */
class ConversationTest extends RhxTest {

  @Test
  void repliesInPiecesOfOneByte() {
    rhx.pieceBytes = 1;
    RhxInstrument instrument = open("");
    await(stimulator(instrument).load(pulse(0)).trigger());
    assertEquals("3.4.0", instrument.info().firmwareVersion());
    assertEquals(30_000, array(instrument).layout().samplesPerSecond());
  }

  @Test
  void straySentencesAnywhereInARepliesText() {
    rhx.replying =
        text ->
            FakeRhx.STRAY
                + text.replace("Return: ", FakeRhx.STRAY + FakeRhx.STRAY + "Return: ")
                + FakeRhx.STRAY;
    rhx.pieceBytes = 11;
    RhxInstrument instrument = open("");
    await(stimulator(instrument).load(pulse(0, 129)).trigger());
    passMillis(3_000);
    assertTrue(instrument.health().framesBroken() > 100, () -> instrument.health().toString());
    assertFalse(instrument.ended().toCompletableFuture().isDone());
  }

  @Test
  void aStraySentenceThatIsCutByTheNextMessage() {
    RhxInstrument instrument = open("");
    rhx.say("Board must be runn");
    passMillis(1);
    CompletableFuture<Reply> asked = ask(instrument);
    rhx.say("ing in order to stop");
    assertEquals(List.of(), await(asked).errors());
  }

  private CompletableFuture<Reply> ask(RhxInstrument instrument) {
    return instrument.session().conversation().ask(Message.of());
  }

  @Test
  void aSentenceThatNobodyKnowsDoesNotEndTheSessionButIsNoAnswerEither() {
    RhxInstrument instrument = open("");
    rhx.say("Error - Something new");
    passMillis(2_500);
    assertFalse(instrument.ended().toCompletableFuture().isDone());
    assertEquals(1, instrument.health().framesBroken());
  }

  @Test
  void anAnswerThatNobodyAskedForEndsTheSession() {
    RhxInstrument instrument = open("");
    rhx.say("Return: StimEnabled True");
    passMillis(10);
    assertEquals(Reason.PROTOCOL, await(instrument.ended()).orElseThrow().reason());
  }

  @Test
  void bytesThatAreNoTextEndTheSession() {
    RhxInstrument instrument = open("");
    FakeRhx.End end = rhx.command;
    if (end != null) {
      end.deliver(new byte[] {0x41, 0x07});
    }
    passMillis(10);
    assertEquals(Reason.PROTOCOL, await(instrument.ended()).orElseThrow().reason());
  }

  @Test
  void aReplyThatIsTooLateEndsTheSessionAndIsNotTakenForAnother() {
    RhxInstrument instrument = open("");
    rhx.lag = Duration.ofSeconds(7);
    CompletableFuture<Reply> late = ask(instrument);
    CompletableFuture<Reply> next = ask(instrument);
    fails(Reason.LINK_LOST, Outcome.UNKNOWN, () -> await(late));
    fails(Reason.LINK_LOST, Outcome.NOT_DONE, () -> await(next));
    assertEquals(Reason.LINK_LOST, await(instrument.ended()).orElseThrow().reason());
  }

  @Test
  void aSlowReplyIsWaitedFor() {
    RhxInstrument instrument = open("");
    rhx.lag = Duration.ofMillis(600);
    await(stimulator(instrument).load(pulse(0)).trigger());
  }

  @Test
  void silenceEndsTheSession() {
    RhxInstrument instrument = open("");
    rhx.deaf = true;
    rhx.board.streaming = false;
    pass(Duration.ofSeconds(10));
    assertEquals(Reason.LINK_LOST, await(instrument.ended()).orElseThrow().reason());
  }

  @Test
  void aLostCommandLinkEndsTheSessionOnce() {
    RhxInstrument instrument = open("");
    var tape = new Tape();
    array(instrument).record(10, tape);
    var ends = new ArrayList<Object>();
    var unused = instrument.ended().thenAccept(ends::add);
    FakeRhx.End end = rhx.command;
    if (end != null) {
      end.end(new IOException("reset by peer"));
    }
    passMillis(100);
    instrument.close();
    assertEquals(1, ends.size());
    assertEquals(1, tape.ends.size());
    assertEquals(Reason.LINK_LOST, await(instrument.ended()).orElseThrow().reason());
    tells(await(instrument.ended()).orElseThrow(), "reset by peer");
  }

  @Test
  void messagesGoOneAtATime() {
    RhxInstrument instrument = open("");
    int before = rhx.messages.size();
    var replies = new ArrayList<CompletableFuture<Reply>>();
    for (int i = 0; i < 5; i++) {
      replies.add(ask(instrument));
    }
    time.advance(Duration.ofNanos(150_000));
    assertEquals(before + 1, rhx.messages.size());
    replies.forEach(this::await);
    assertEquals(before + 5, rhx.messages.size());
  }

  @Test
  void repliesAreCountedAndTimed() {
    RhxInstrument instrument = open("");
    LinkHealth before = instrument.health();
    instrument.clearSafeState();
    instrument.clearSafeState();
    LinkHealth after = instrument.health();
    assertTrue(after.framesReceived() >= before.framesReceived() + 2);
    assertEquals(Duration.ofNanos(200_000), after.roundTrip());
  }

  @Test
  void aReplyIsReadByItsNames() {
    String text =
        "Return: Type ControllerStimRecordError - Command 2: Unrecognized commandReturn: Note1"
            + " UseFastSettle cannot be set while controller is running.Return: RunMode Run";
    Reply reply = Reply.parse(text);
    assertEquals(
        List.of(new Reply.Value("Type", "ControllerStimRecord"), new Reply.Value("Note1", "")),
        reply.values());
    assertEquals(
        List.of(
            "Error - Command 2: Unrecognized command",
            "UseFastSettle cannot be set while controller is running."),
        reply.errors());
    assertEquals(RunMode.RUN, reply.mode());
    assertEquals(-1, Reply.end("Return: SampleRateHertz 3000"));
    assertEquals(-1, Reply.end("Return: RunMode Tri"));
    Message message = Message.of(Command.get("type"), Command.get("a-000.shape"));
    refused(() -> reply.answering(message));
    Reply other = Reply.parse("Return: Type XReturn: Polarity YReturn: RunMode Stop");
    fails(Reason.PROTOCOL, Outcome.UNKNOWN, () -> other.answering(message));
  }

  @Test
  void anEmptyHostIsToldTheOtherWayRound() {
    Reply reply = Reply.parse("Return: Empty TCPWaveformDataOutputHostReturn: RunMode Stop");
    assertEquals("", reply.text("tcpwaveformdataoutputhost"));
  }

  @Test
  void aWindowThatHangsReadsNoTwoMessagesAtOnce() {
    rhx.stallOnStart = Duration.ofSeconds(2);
    RhxInstrument instrument = open("");
    assertTrue(rhx.says("runmode", "Run"));
    rhx.stall(Duration.ofMillis(1_200));
    var loaded = stimulator(instrument).load(pulse(0, 1));
    rhx.stall(Duration.ofMillis(700));
    await(loaded.trigger());
    assertTrue(rhx.messages.stream().noneMatch(each -> each.matches(".*runmode;.+")));
  }

  @Test
  void aStartThatIsRefusedIsToldInRhxsOwnWords() {
    rhx.refuseStart = true;
    long before = time.nanoTime();
    DeviceException failure = fails(Reason.FAULT, Outcome.UNKNOWN, () -> open(""));
    tells(failure, "cannot start running until");
    assertTrue(time.nanoTime() - before < 5_000_000_000L, "without waiting for samples");
  }

  @Test
  void messagesFitASegmentAndKeepTheirOrder() {
    var commands = new ArrayList<Command>();
    for (int i = 0; i < 200; i++) {
      commands.add(Command.set("b-001.parameter" + i, "value"));
    }
    List<Message> packed = Message.pack(commands);
    assertEquals(commands, packed.stream().flatMap(each -> each.commands().stream()).toList());
    for (Message message : packed) {
      assertTrue(message.text().getBytes(StandardCharsets.US_ASCII).length <= 1_400);
      assertTrue(message.text().endsWith(";get runmode;"));
    }
    assertEquals("get runmode;", Message.pack(List.of()).get(0).text());
    assertEquals("set runmode run;", Message.start().text());
  }
}
