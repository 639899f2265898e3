package dev.cairn.server.store.lmdb;

import java.nio.charset.StandardCharsets;

/**
 * Where the trees of one commit begin.
 *
 * @param meta the page that makes the commit count
 */
record Roots(
    MetaPage meta,
    TreeRecord entries,
    TreeRecord hashes,
    TreeRecord keys,
    TreeRecord checkpoints,
    TreeRecord about) {

  /** Those of no commit. */
  static final Roots NONE =
      new Roots(
          new MetaPage(-1, 1, TreeRecord.EMPTY, TreeRecord.EMPTY),
          TreeRecord.EMPTY,
          TreeRecord.EMPTY,
          TreeRecord.EMPTY,
          TreeRecord.EMPTY,
          TreeRecord.EMPTY);

  /** Takes them from the tree of names, while a transaction holds the snapshot. */
  static Roots read(PageMap map, MetaPage meta) {
    TreeCursor names = new TreeCursor(map, "names");
    names.begin(meta.main(), meta.lastPage());
    return new Roots(
        meta,
        find(map, names, "entries"),
        find(map, names, "hashes"),
        find(map, names, "keys"),
        find(map, names, "checkpoints"),
        find(map, names, "meta"));
  }

  private static TreeRecord find(PageMap map, TreeCursor names, String name) {
    if (!names.get(name.getBytes(StandardCharsets.US_ASCII))) {
      throw map.damaged("the tree of " + name + " is missing");
    }
    TreeRecord record = names.tree();
    if (record.flags() != 0) {
      throw map.damaged("the tree of " + name + " is of another kind");
    }
    return record;
  }

  /** The number of the commit. */
  long transaction() {
    return meta.transaction();
  }

  /** The last page of the snapshot. */
  long lastPage() {
    return meta.lastPage();
  }
}
