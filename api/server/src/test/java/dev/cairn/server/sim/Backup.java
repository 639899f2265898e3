package dev.cairn.server.sim;

/**
 * A copy of what a log has on its disk.
 *
 * @param commits how many the store has had
 */
@SuppressWarnings("ArrayRecordComponent") // files, that nobody compares
record Backup(int commits, byte[] journal, byte[] published, byte[] witnessed) {

  static Backup of(World world) {
    return new Backup(
        world.stored().commits(),
        world.journalFile().content(),
        world.headFile().content(),
        world.witnessedFile().content());
  }

  /** Puts all back that is beside the store. */
  void restoreFiles(World world) {
    restoreJournal(world);
    world.headFile().restore(published);
    world.witnessedFile().restore(witnessed);
  }

  void restoreJournal(World world) {
    world.journalFile().restore(journal);
  }
}
