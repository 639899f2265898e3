package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.cli.console.PlainText;
import dev.cairn.recorder.outbox.Chain;
import dev.cairn.recorder.outbox.Changes;
import dev.cairn.recorder.outbox.Commit;
import dev.cairn.recorder.outbox.Outbox;
import dev.cairn.recorder.outbox.OutboxLimits;
import dev.cairn.recorder.outbox.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Text of others that would move, hide or turn around what a terminal shows. */
class HostileTextTest {
  /** The CSI of eight bits, right-to-left override, zero width, and a tag beyond 16 bits. */
  private static final String HOSTILE =
      "a\u009b2Jb\u202ec\u200bd" + Character.toString(0xE0041) + "\u007fe";

  private static final String MARKED = "a\uFFFD2Jb\uFFFDc\uFFFDd\uFFFD\uFFFDe";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"list", "show", "drop"})
  void lettersShowNoneOfIt(String command) throws Exception {
    AuditEvent event =
        AuditEvent.newBuilder()
            .setId("d-1")
            .setSource("/s" + HOSTILE)
            .setActor(Actor.newBuilder().setType("user").setId(HOSTILE))
            .build();
    bury(event);
    for (String form : List.of("list", "show")) {
      Cli json = dlq(form, "--json");
      assertPlain(json.out());
      JsonNode letter = JsonMapper.shared().readTree(json.out());
      assertEquals(HOSTILE, letter.get("event").get("actor").get("id").asString());
      assertEquals("no" + HOSTILE, letter.get("message").asString());
    }
    Cli shown = dlq(command);
    assertPlain(shown.out());
    assertTrue(shown.out().contains("no" + MARKED), shown.out());
    if (command.equals("show")) {
      AuditEvent.Builder read = AuditEvent.newBuilder();
      JsonFormat.parser().merge(shown.out().substring(shown.out().indexOf('{')), read);
      assertEquals(event, read.build(), "the JSON is of the same event");
    }
  }

  private Cli dlq(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("dlq", command));
    if (!command.equals("list")) {
      arguments.add("1");
    }
    arguments.addAll(List.of("--outbox", folder.toString()));
    arguments.addAll(List.of(more));
    Cli ran = Cli.run(arguments.toArray(String[]::new));
    assertEquals(0, ran.exitCode(), ran.err());
    return ran;
  }

  private void bury(AuditEvent event) throws Exception {
    EventRun run = EventRun.newBuilder().addEvents(event.toByteString()).build();
    Status status =
        Status.newBuilder().setCode(Code.INVALID_ARGUMENT_VALUE).setMessage("no" + HOSTILE).build();
    Refusal refusal = new Refusal(event.toByteString(), "", OptionalLong.empty(), status);
    try (Outbox outbox = Outbox.open(folder, OutboxLimits.DEFAULT, () -> Instant.EPOCH)) {
      Commit spooled = outbox.commit(Changes.spooling(List.of(run), Chain.NONE));
      Commit buried = outbox.commit(Changes.settling(1).withRefused(List.of(refusal)));
      assertTrue(spooled instanceof Commit.Done && buried instanceof Commit.Done);
    }
  }

  private static void assertPlain(String text) {
    text.codePoints()
        .filter(c -> c != '\n' && c != '\r')
        .forEach(
            c ->
                assertTrue(
                    !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT,
                    () -> "U+%04X in %s".formatted(c, text)));
  }

  @Test
  void failuresAreShownWithoutIt() {
    Cli failed = Cli.run("dlq", "list", "--outbox", folder.resolve(HOSTILE) + "");
    assertEquals(2, failed.exitCode());
    assertPlain(failed.err());
    assertTrue(failed.err().contains(MARKED), failed.err());
  }

  @Test
  void jsonIsEscapedAndItsLinesStay() {
    assertEquals(
        "{\n  \"a\": \"\\u009b\\u202e\\udb40\\udc41é\"\n}",
        PlainText.json("{\n  \"a\": \"\u009b\u202e" + Character.toString(0xE0041) + "é\"\n}"));
  }
}
