package dev.cairn.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PayloadTest {
  @Test
  void isEachKindOfAppend() throws InvalidProtocolBufferException {
    byte[] one = new Payload(1, 200, AckLevel.ACK_LEVEL_DURABLE).request(7);
    byte[] many = new Payload(3, 9, AckLevel.ACK_LEVEL_SIGNED).request(7);

    AppendEntryRequest unary = AppendEntryRequest.parseFrom(one);
    AppendEntriesRequest streamed = AppendEntriesRequest.parseFrom(one);
    BatchAppendEntriesRequest batch = BatchAppendEntriesRequest.parseFrom(many);

    assertEquals(200, unary.getEntry().size());
    assertEquals(AckLevel.ACK_LEVEL_DURABLE, unary.getAck());
    assertEquals(unary.getEntry(), streamed.getEntry());
    assertEquals(AckLevel.ACK_LEVEL_DURABLE, streamed.getAck());
    assertEquals(List.of(9, 9, 9), batch.getEntriesList().stream().map(ByteString::size).toList());
    assertEquals(AckLevel.ACK_LEVEL_SIGNED, batch.getAck());
  }

  @Test
  void entriesDifferFromRequestToRequestAndWithinOne() throws InvalidProtocolBufferException {
    Payload payload = new Payload(2, 16, AckLevel.ACK_LEVEL_DURABLE);

    BatchAppendEntriesRequest first = BatchAppendEntriesRequest.parseFrom(payload.request(1));
    BatchAppendEntriesRequest second = BatchAppendEntriesRequest.parseFrom(payload.request(2));

    assertNotEquals(first.getEntries(0), first.getEntries(1));
    IntStream.range(0, 2).forEach(i -> assertNotEquals(first.getEntries(i), second.getEntries(i)));
  }

  @Test
  void shortEntriesAreLeftAlone() throws InvalidProtocolBufferException {
    byte[] request = new Payload(1, 1, AckLevel.ACK_LEVEL_DURABLE).request(-1);

    assertEquals(1, AppendEntryRequest.parseFrom(request).getEntry().size());
    assertEquals(AckLevel.ACK_LEVEL_DURABLE, AppendEntryRequest.parseFrom(request).getAck());
  }

  @Test
  void anEntryFollowsFromItsPlaceAndStamp() throws InvalidProtocolBufferException {
    Payload payload = new Payload(3, 20, AckLevel.ACK_LEVEL_DURABLE, "a/log", true);

    BatchAppendEntriesRequest request = BatchAppendEntriesRequest.parseFrom(payload.request(77));

    for (int i = 0; i < 3; i++) {
      assertEquals(request.getEntries(i), ByteString.copyFrom(payload.entry(i, 77)));
      assertNotEquals(request.getEntries(i), ByteString.copyFrom(payload.entry(i, 78)));
    }
  }

  @Test
  void keysDifferAndLogsAreNamed() throws InvalidProtocolBufferException {
    Payload payload = new Payload(1, 20, AckLevel.ACK_LEVEL_SIGNED, "a/log", true);

    AppendEntryRequest first = AppendEntryRequest.parseFrom(payload.request(1));
    AppendEntryRequest second = AppendEntryRequest.parseFrom(payload.request(2));

    assertEquals("a/log", first.getLog());
    assertEquals(AckLevel.ACK_LEVEL_SIGNED, first.getAck());
    assertEquals(16, first.getIdempotencyKey().length());
    assertNotEquals(first.getIdempotencyKey(), second.getIdempotencyKey());
    assertEquals(first, AppendEntryRequest.parseFrom(payload.request(1)));
  }
}
