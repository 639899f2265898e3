package dev.cairn.recorder.grpc;

/** How much of a call is recorded. */
public enum CallLevel {
  /** Nothing. */
  NONE,
  /** Who called what, from where, for how long, and how it ended. */
  METADATA,
  /** Also what was asked. */
  REQUEST,
  /** Also what was answered. */
  REQUEST_AND_RESPONSE;

  boolean keepsRequests() {
    return compareTo(REQUEST) >= 0;
  }

  boolean keepsResponses() {
    return this == REQUEST_AND_RESPONSE;
  }
}
