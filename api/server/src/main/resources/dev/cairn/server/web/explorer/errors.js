/** Bytes or text that are not of the form they must have. */
export class Malformed extends Error {
  /** @param {string} message what is wrong, in one line for a person */
  constructor(message) {
    super(message);
    this.name = "Malformed";
  }
}

/** Well-formed input that does not verify. */
export class Unverified extends Error {
  /** @param {string} message what does not hold, in one line for a person */
  constructor(message) {
    super(message);
    this.name = "Unverified";
  }
}

/** A proof that cannot be one, of no more weight than none: nothing was computed from it. */
export class Misshapen extends Unverified {}

/** A cosignature that states a time still to come: its witness's clock is wrong, or that of this machine. */
export class Untimely extends Unverified {}

/** Keys that must not be used in this way, whatever was signed with them. */
export class Misuse extends Error {
  /** @param {string} message what is wrong with the choice of keys */
  constructor(message) {
    super(message);
    this.name = "Misuse";
  }
}

/** A policy with an error: nothing of it may be used. */
export class PolicyError extends Error {
  /**
   * @param {number} line counted from 1; 0 if the error is that of the whole policy
   * @param {string} problem what is wrong and what to write instead
   */
  constructor(line, problem) {
    super(line === 0 ? `policy ${problem}` : `line ${line}: ${problem}`);
    this.name = "PolicyError";
    this.line = line;
  }
}

/** What this browser kept is not as this page wrote it; the server has no part in that. */
export class Damaged extends Error {
  /** @param {string} message what is damaged */
  constructor(message) {
    super(message);
    this.name = "Damaged";
  }
}

/** What this browser cannot check, so that nothing may be claimed about it. */
export class Uncheckable extends Error {
  /** @param {string} message what is missing */
  constructor(message) {
    super(message);
    this.name = "Uncheckable";
  }
}
