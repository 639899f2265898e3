/**
 * A witness's data folder: what is in it, and who may use it.
 *
 * <pre>
 * witness.json  format, name and vkeys; its presence makes the folder a witness
 * key-04        the signing key of type 0x04 (Ed25519), readable by its owner only
 * key-06        the one of type 0x06 (ML-DSA-44), if the witness has one
 * lock          held by the one process that uses the folder
 * store/        logs, heads and cosigned checkpoints (LMDB)
 * </pre>
 *
 * <pre>{@code
 * WitnessFolder.create(path, List.of(key), passphrase);
 * try (WitnessFolder folder = WitnessFolder.open(path)) {
 *   Witness witness = folder.openWitness(passphrase, InstantSource.system());
 * }
 * }</pre>
 *
 * <p>Only {@code create} makes a witness. What is not as it must be is refused with one line that
 * says what to do. No network type enters here.
 */
@NullMarked
package dev.cairn.witness.folder;

import org.jspecify.annotations.NullMarked;
