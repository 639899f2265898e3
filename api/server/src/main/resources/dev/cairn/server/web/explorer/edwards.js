/**
 * Whether bytes are a good Ed25519 public key. WebCrypto verifies signatures but says nothing about the
 * key: under one with a low-order part, a signature can fit many texts. Nothing here is secret, so that
 * nothing need take the same time.
 */

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
const SQRT_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** @typedef {[x: bigint, y: bigint, z: bigint, t: bigint]} Point extended coordinates, RFC 8032 5.1.4 */

/**
 * Whether 32 bytes are the canonical encoding of a point of the prime-order group other than its
 * neutral element.
 *
 * @param {Uint8Array} bytes
 */
export function isPrimeOrderPoint(bytes) {
  const point = decode(bytes);
  return point !== null && !isNeutral(point) && isNeutral(multiply(L, point));
}

/** RFC 8032 section 5.1.3. @returns {Point | null} null if there is no such point */
function decode(bytes) {
  if (bytes.length !== 32) {
    return null;
  }
  let y = bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const sign = y >> 255n;
  y &= 2n ** 255n - 1n;
  if (y >= P) {
    return null;
  }
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n));
  const square = mod(v * x * x);
  if (square === mod(-u)) {
    x = mod(x * SQRT_MINUS_ONE);
  } else if (square !== u) {
    return null;
  }
  if (x === 0n && sign === 1n) {
    return null;
  }
  if ((x & 1n) !== sign) {
    x = P - x;
  }
  return [x, y, 1n, mod(x * y)];
}

/** @param {Point} point */
function isNeutral([x, y, z]) {
  return x === 0n && y === z;
}

/** @returns {Point} */
function multiply(times, point) {
  let sum = [0n, 1n, 1n, 0n];
  for (let bit = times.toString(2).length - 1; bit >= 0; bit--) {
    sum = add(sum, sum);
    if ((times >> BigInt(bit)) & 1n) {
      sum = add(sum, point);
    }
  }
  return sum;
}

/** @returns {Point} */
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n, square = mod(square * square)) {
    if (exponent & 1n) {
      result = mod(result * square);
    }
  }
  return result;
}

function mod(number) {
  const rest = number % P;
  return rest < 0n ? rest + P : rest;
}
