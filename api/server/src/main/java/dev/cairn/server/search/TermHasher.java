package dev.cairn.server.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Makes terms; remembers some, since most values come again and again. For one thread. */
final class TermHasher {
  /** Stands for every event. */
  static final Term EVERY = new TermHasher(1).hash(0, "");

  private static final int REMEMBERED = 4_096;

  private final MessageDigest digest;
  private final @Nullable Known[] known;

  private record Known(IndexedField field, String value, Term term) {}

  TermHasher() {
    this(REMEMBERED);
  }

  private TermHasher(int remembered) {
    this.known = new Known[remembered];
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The term of a field and a value. */
  Term term(IndexedField field, String value) {
    int hash = value.hashCode() * 31 + field.code();
    int slot = (hash ^ hash >>> 16) & (known.length - 1);
    Known before = known[slot];
    if (before != null && before.field == field && before.value.equals(value)) {
      return before.term;
    }
    Term term = hash(field.code(), value);
    known[slot] = new Known(field, value, term);
    return term;
  }

  private Term hash(int code, String value) {
    digest.update((byte) code);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
    return new Term(hash.getLong(), hash.getLong());
  }
}
