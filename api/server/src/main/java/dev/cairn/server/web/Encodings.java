package dev.cairn.server.web;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What encodings a client takes: RFC 9110, section 12.5.3. */
final class Encodings {
  private Encodings() {}

  static boolean takesGzip(HttpFields request) {
    // Those with a quality of 0 are left out.
    return request.getQualityCSV(HttpHeader.ACCEPT_ENCODING).stream()
        .anyMatch(encoding -> encoding.equalsIgnoreCase("gzip"));
  }
}
