/** An operator's name: lower-case letters, digits and . _ @ -, so that an address by e-mail can be one. */
export const OPERATOR_NAME = /^[a-z0-9][a-z0-9._@-]{2,63}$/;
/** Shortest password of an operator, in characters: it opens wallets, and has no code by SMS beside it. */
export const MIN_OPERATOR_PASSWORD_CHARS = 12;
/** Open sessions of one operator: some browsers on some machines. Another one ends the oldest. */
export const MAX_OPERATOR_SESSIONS = 20;
/** Tokens of one operator that hold at a time: one a script. */
export const MAX_OPERATOR_TOKENS = 20;
/** What a token is for, in code points. */
export const MAX_TOKEN_LABEL_CHARS = 60;
/** Why an operator did something, in code points. */
export const MAX_OPERATOR_REASON_CHARS = 200;
