package dev.cairn.client.audit;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyWitness;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A witness to be asked what it has cosigned (C2SP tlog-witness): where, and whose cosignature
 * counts as its own.
 *
 * @param name what to call it, one line
 * @param monitoringPrefix an {@code http} or {@code https} URL without query and fragment, below
 *     which it shows its newest cosigned checkpoints
 * @param signer whose cosignature there must be
 */
public record WitnessSource(String name, URI monitoringPrefix, Signer signer) {

  /** Whose cosignature counts. */
  public sealed interface Signer {
    /** A witness of a policy. */
    record OfPolicy(PolicyWitness witness) implements Signer {}

    /**
     * The holder of a key.
     *
     * @param key of a cosigner
     */
    record Holder(VerifierKey key) implements Signer {
      /**
       * @throws IllegalArgumentException if the key is one that signs plain notes
       */
      public Holder {
        if (key.type() == KeyType.ED25519) {
          throw new IllegalArgumentException("key " + key + " is a log's, not a witness's");
        }
      }
    }

    /** Nobody's: what the log signed is looked at, whoever shows it. */
    record Anybody() implements Signer {}
  }

  /**
   * @throws IllegalArgumentException if the prefix is no such URL
   */
  public WitnessSource {
    String scheme = String.valueOf(monitoringPrefix.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(monitoringPrefix + " is not an http or https URL");
    }
    if (monitoringPrefix.getHost() == null
        || monitoringPrefix.getRawQuery() != null
        || monitoringPrefix.getRawFragment() != null
        || monitoringPrefix.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          monitoringPrefix + " is not the URL of a witness: a host and a path, nothing else");
    }
  }

  /** A policy's witness at the URL that the policy has; empty if it has none. */
  public static Optional<WitnessSource> of(PolicyWitness witness) {
    return witness.url().map(url -> of(witness, URI.create(url)));
  }

  /** A policy's witness at another URL. */
  public static WitnessSource of(PolicyWitness witness, URI monitoringPrefix) {
    return new WitnessSource(witness.name(), monitoringPrefix, new Signer.OfPolicy(witness));
  }

  /** The witness with that key. */
  public static WitnessSource of(VerifierKey key, URI monitoringPrefix) {
    return new WitnessSource(key.name(), monitoringPrefix, new Signer.Holder(key));
  }

  /** A witness whose key is not known. */
  public static WitnessSource unverified(URI monitoringPrefix) {
    return new WitnessSource(monitoringPrefix.toString(), monitoringPrefix, new Signer.Anybody());
  }

  /** Its key; empty if it is not known as a vkey. */
  Optional<VerifierKey> key() {
    return switch (signer) {
      case Signer.OfPolicy ofPolicy -> ofPolicy.witness().key();
      case Signer.Holder holder -> Optional.of(holder.key());
      case Signer.Anybody _ -> Optional.empty();
    };
  }

  /** Whether its cosignatures can be told from those of others. */
  boolean isVerified() {
    return !(signer instanceof Signer.Anybody);
  }

  /**
   * When the witness cosigned a checkpoint, in seconds since the epoch; empty if it did not, or its
   * key is not known.
   */
  OptionalLong cosignedAt(SignedCheckpoint checkpoint) throws VerificationException {
    return switch (signer) {
      case Signer.OfPolicy ofPolicy -> ofPolicy.witness().cosignedAt(checkpoint);
      case Signer.Holder holder -> checkpoint.cosignedAt(holder.key());
      case Signer.Anybody _ -> OptionalLong.empty();
    };
  }

  /** Where it shows its newest cosigned checkpoint of a log. */
  URI checkpointOf(String origin) {
    String prefix = monitoringPrefix.toString();
    String slash = prefix.endsWith("/") ? "" : "/";
    return URI.create(prefix + slash + sha256(origin).toHex() + "/checkpoint");
  }

  private static Hash sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Hash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** As evidence and alarms call it. */
  @Override
  public String toString() {
    return signer instanceof Signer.Anybody
        ? "witness at " + monitoringPrefix
        : "witness " + name + " at " + monitoringPrefix;
  }
}
