package dev.cairn.server.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file as one process has it open. Other threads run in the midst of what it does. Once it has
 * failed, nothing more must be written to it: whether what was written before is on the disk is
 * unknown, and no sync will tell.
 */
final class SimulatedChannel extends FileChannel {
  private static final long MAX_SYNC_NANOS = 40_000_000;

  private final SimulatedFile file;
  private final Crew crew;
  private final Faults faults;
  private final Trace trace;
  private boolean hasFailed;

  SimulatedChannel(SimulatedFile file, Crew crew, Faults faults, Trace trace) {
    this.file = file;
    this.crew = crew;
    this.faults = faults;
    this.trace = trace;
  }

  @Override
  public int read(ByteBuffer out, long position) {
    if (position >= file.size()) {
      return -1;
    }
    int before = out.position();
    file.read(out, (int) position);
    return out.position() - before;
  }

  @Override
  public int write(ByteBuffer in, long position) throws IOException {
    requireNotFailed();
    crew.letOthersRun();
    int length = in.remaining();
    if (faults.happens(Faults.Kind.WRITE_FAILS)) {
      file.write(in, part(length), (int) position);
      throw failed("No space left on device");
    }
    if (length > 1 && faults.happens(Faults.Kind.SHORT_WRITE)) {
      length = Math.max(1, part(length));
    }
    int first = part(length);
    file.write(in, first, (int) position);
    crew.letOthersRun();
    file.write(in, length - first, (int) position + first);
    return length;
  }

  /** How much of a write is done: whole sectors, which are never torn, unless it is within one. */
  private int part(int length) {
    return length < SimulatedFile.SECTOR
        ? faults.random().nextInt(length + 1)
        : faults.random().nextInt(length / SimulatedFile.SECTOR + 1) * SimulatedFile.SECTOR;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireNotFailed();
    crew.letOthersRun();
    if (faults.happens(Faults.Kind.SLOW_SYNC)) {
      crew.sleep(faults.random().nextLong(MAX_SYNC_NANOS));
    }
    if (faults.happens(Faults.Kind.SYNC_FAILS)) {
      file.syncInPart(faults.random());
      throw failed("Input/output error");
    }
    file.sync();
    crew.letOthersRun();
  }

  private void requireNotFailed() {
    if (hasFailed) {
      throw trace.violation(file.name() + " is written to after it has failed");
    }
  }

  private IOException failed(String message) {
    hasFailed = true;
    faults.failed();
    return new IOException(message);
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  protected void implCloseChannel() {}

  @Override
  public int read(ByteBuffer out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] out, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer in) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] in, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel position(long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
