package dev.cairn.tree.merkle;

import dev.cairn.tree.MalformedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of tile coordinates: C2SP tlog-tiles, "Merkle Tree" and "Log entries". */
final class TilePath {
  static final String ENTRIES = "entries";

  // 17 digits hold the largest index, in groups of three: at most six groups.
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(?<level>[0-9]{1,2}|entries)"
              + "/(?<index>(?:x[0-9]{3}/){0,5}[0-9]{3})"
              + "(?:\\.p/(?<width>[0-9]{1,3}))?");
  private static final int MAX_CHARS = 64;

  private TilePath() {}

  static Tile parse(String path) throws MalformedException {
    Matcher parts = match(path);
    if (parts.group("level").equals(ENTRIES)) {
      throw new MalformedException("the path is that of an entry bundle, not of a tile");
    }
    Tile tile = tile(Integer.parseInt(parts.group("level")), parts);
    checkCanonical(tile.path(), path);
    return tile;
  }

  static Tile parseEntries(String path) throws MalformedException {
    Matcher parts = match(path);
    if (!parts.group("level").equals(ENTRIES)) {
      throw new MalformedException("the path is that of a tile, not of an entry bundle");
    }
    Tile tile = tile(0, parts);
    checkCanonical(tile.entriesPath(), path);
    return tile;
  }

  static String format(String level, Tile tile) {
    StringBuilder path = new StringBuilder("tile/").append(level).append('/');
    String digits = Long.toString(tile.index());
    String padded = "0".repeat(Math.floorMod(-digits.length(), 3)) + digits;
    for (int at = 0; at < padded.length(); at += 3) {
      boolean last = at + 3 == padded.length();
      path.append(last ? "" : "x").append(padded, at, at + 3).append(last ? "" : "/");
    }
    if (!tile.isFull()) {
      path.append(".p/").append(tile.width());
    }
    return path.toString();
  }

  private static Matcher match(String path) throws MalformedException {
    if (path.length() > MAX_CHARS) {
      throw new MalformedException("a tile path has at most " + MAX_CHARS + " characters");
    }
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw new MalformedException("the path is not of the form tile/<L>/<N>[.p/<W>]");
    }
    return parts;
  }

  private static Tile tile(int level, Matcher parts) throws MalformedException {
    long index = Long.parseLong(parts.group("index").replaceAll("[x/]", ""));
    String width = parts.group("width");
    try {
      return new Tile(level, index, width == null ? Tile.FULL : Integer.parseInt(width));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the level, index or width in the path is out of range");
    }
  }

  private static void checkCanonical(String canonical, String path) throws MalformedException {
    if (!canonical.equals(path)) {
      throw new MalformedException("the canonical path is " + canonical);
    }
  }
}
