package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects, one a line, each line ended by a newline, packed with gzip. */
final class JsonLines {
  /** Room for a note with as many signatures as one may have. */
  private static final int MAX_LINE = 2 << 20;

  private static final int BUFFER = 1 << 16;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private JsonLines() {}

  /** Takes the objects. */
  interface Sink<T> {
    void accept(T object) throws MalformedException;
  }

  /** Writes objects. */
  static final class Writer implements AutoCloseable {
    private final OutputStream out;
    private long count;

    Writer(OutputStream out) throws IOException {
      this.out = new BufferedOutputStream(new GZIPOutputStream(out), BUFFER);
    }

    void add(Object object) throws IOException {
      out.write(JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      count++;
    }

    long count() {
      return count;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /**
   * Reads objects to the end.
   *
   * @throws MalformedException if a line is not such an object, or the file is not packed so
   */
  static <T> void read(InputStream in, Class<T> type, Sink<T> sink)
      throws IOException, MalformedException {
    try (InputStream lines = new BufferedInputStream(new GZIPInputStream(in), BUFFER)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = lines.read(); next >= 0; next = lines.read()) {
        if (next == '\n') {
          sink.accept(JSON.readValue(line.toByteArray(), type));
          line.reset();
        } else if (line.size() == MAX_LINE) {
          throw new MalformedException("a line is longer than " + MAX_LINE + " bytes");
        } else {
          line.write(next);
        }
      }
      if (line.size() > 0) {
        throw new MalformedException("the last line is cut short");
      }
    } catch (JacksonException e) {
      throw new MalformedException("a line is not what it must be: " + e.getOriginalMessage());
    } catch (ZipException | java.io.EOFException e) {
      throw new MalformedException("it cannot be unpacked: " + e.getMessage());
    }
  }
}
