import { Uncheckable } from "./errors.js";

/**
 * Why this page cannot verify anything, or null if it can. Browsers give WebCrypto to secure contexts
 * only: https, or a page of this machine itself.
 *
 * @returns {Promise<string | null>}
 */
export async function whyNotAvailable() {
  if (!globalThis.crypto?.subtle) {
    return (
      "This page was loaded without a secure connection, so the browser withholds its cryptography. " +
      "Open it over https, or from the server's own machine as http://localhost or http://127.0.0.1."
    );
  }
  try {
    // The base point: a public key that every implementation takes.
    const key = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0x58 : 0x66));
    await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return null;
  } catch {
    return "This browser has no Ed25519. Use a current Chromium, Firefox or Safari.";
  }
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} SHA-256, 32 bytes */
export async function sha256(bytes) {
  requireSubtle();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/**
 * Whether an Ed25519 signature (RFC 8032) fits exactly these bytes.
 *
 * @param {Uint8Array} publicKey 32 bytes, known to be a point of the prime-order group
 * @param {Uint8Array} message
 * @param {Uint8Array} signature of any length
 */
export async function verifyEd25519(publicKey, message, signature) {
  requireSubtle();
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return signature.length === 64 && crypto.subtle.verify("Ed25519", key, signature, message);
}

function requireSubtle() {
  if (!globalThis.crypto?.subtle) {
    throw new Uncheckable("this browser withholds its cryptography from this page");
  }
}
