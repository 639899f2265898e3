package dev.cairn.convert;

/**
 * Cells that no spreadsheet takes for a formula: a text that begins with a character that starts
 * one (or with an apostrophe) gets an apostrophe in front. To read the text again, drop the
 * apostrophe that a cell begins with.
 */
final class CsvCells {
  /** With the forms of full width, which some spreadsheets take for the same; TAB, CR and LF. */
  private static final String STARTS = "=+-@\t\r\n'＝＋－＠";

  private CsvCells() {}

  static String text(String value) {
    return !value.isEmpty() && STARTS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }
}
