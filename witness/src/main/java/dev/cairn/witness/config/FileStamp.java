package dev.cairn.witness.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Tells by looks whether a file has changed.
 *
 * @param size in bytes; -1 if there is no such file
 * @param key which file it is, as the file system tells them apart: another one after a rename
 */
record FileStamp(long size, FileTime modified, String key) {
  static final FileStamp NONE = new FileStamp(-1, FileTime.fromMillis(0), "");

  static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(found.size(), found.lastModifiedTime(), String.valueOf(found.fileKey()));
    } catch (IOException e) {
      return NONE;
    }
  }
}
