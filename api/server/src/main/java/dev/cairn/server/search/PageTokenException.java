package dev.cairn.server.search;

import java.io.Serial;

/** A page token that is not one of ours, or is one of another search. */
public final class PageTokenException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  PageTokenException(String problem) {
    super(problem);
  }
}
