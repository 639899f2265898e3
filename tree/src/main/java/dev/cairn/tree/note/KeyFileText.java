package dev.cairn.tree.note;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The text of a key file: a line with the vkey, then one PEM block (RFC 7468) with the private key.
 *
 * @param block of type {@link #PLAIN} or {@link #ENCRYPTED}, without headers
 */
record KeyFileText(VerifierKey vkey, PemObject block) {
  private static final String PLAIN = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  static KeyFileText plain(SigningKey key) {
    return new KeyFileText(key.verifierKey(), new PemObject(PLAIN, pkcs8(key)));
  }

  static KeyFileText encrypted(SigningKey key, char[] passphrase) {
    byte[] sealed = Pbes2.encrypt(pkcs8(key), passphrase);
    return new KeyFileText(key.verifierKey(), new PemObject(ENCRYPTED, sealed));
  }

  private static byte[] pkcs8(SigningKey key) {
    return Pkcs8.encode(key.verifierKey().type(), key.seed());
  }

  /** Accepts only what {@link #toString} writes; the private key itself is not looked at. */
  static KeyFileText parse(String text) throws MalformedException {
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new MalformedException("there is no PEM block after the first line");
    }
    KeyFileText file =
        new KeyFileText(
            VerifierKey.parse(text.substring(0, end)), parseBlock(text.substring(end + 1)));
    if (!file.toString().equals(text)) {
      throw new MalformedException("the PEM block is not the plain form, with nothing around it");
    }
    return file;
  }

  private static PemObject parseBlock(String pem) throws MalformedException {
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      PemObject block = reader.readPemObject();
      if (block != null && (block.getType().equals(PLAIN) || block.getType().equals(ENCRYPTED))) {
        return block;
      }
    } catch (IOException | DecoderException e) {
      throw new MalformedException("the PEM block cannot be read");
    }
    throw new MalformedException("there is no PEM block of a private key after the first line");
  }

  boolean isEncrypted() {
    return block.getType().equals(ENCRYPTED);
  }

  /**
   * The private key.
   *
   * @param passphrase not looked at unless the block is encrypted
   * @throws VerificationException if the passphrase does not open the block, or the private key is
   *     not that of the vkey
   */
  SigningKey open(char[] passphrase) throws MalformedException, VerificationException {
    byte[] seed =
        isEncrypted()
            ? Pbes2.decrypt(vkey.type(), block.getContent(), passphrase)
            : Pkcs8.decode(vkey.type(), block.getContent());
    SigningKey key = SigningKey.ofSeed(vkey.name(), vkey.type(), seed);
    if (!key.verifierKey().equals(vkey)) {
      throw new VerificationException(
          "its first line is " + vkey + ", its private key belongs to " + key.verifierKey());
    }
    return key;
  }

  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.write(vkey + "\n");
      writer.writeObject(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
