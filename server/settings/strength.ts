/** Different characters that a secret holds at least. Even of decimal digits, 32 random ones hold as good as always more. */
const MIN_DIFFERENT_CHARS = 6;
/** Longest unit whose repetition is noticed. */
const MAX_UNIT_CHARS = 20;
/** Share of neighbours the same step apart above which a text counts as a sequence: `abcdef…`, `98765…`. */
const MAX_SEQUENCE_SHARE = 0.6;
/** Share of characters that are the same a unit later above which a text counts as a repetition: `secretsecretsecret1`. */
const MAX_REPEATED_SHARE = 0.6;
/** Shorter than this, two of a kind come about by chance: a unit's repetition is looked for in this many characters and more. */
const MIN_COMPARED_CHARS = 16;
/** What examples and default passwords are made of. Long enough to be in no random text, for all that is likely. */
const PLACEHOLDERS =
  /chang[e_-]*(?:me|it|this)|replace[_-]*(?:me|this)|your[_-]*(?:own|secret|key|token|password)|passw[o0]rd|placeholder|example|qwerty|letmein|iloveyou|super[_-]*secret|^<.*>$/i;

/** Why a secret is guessed sooner than its length says; null for one that looks random. */
export function weaknessOf(secret: string): string | null {
  if (PLACEHOLDERS.test(secret)) return 'a placeholder';
  if (repeatsItself(secret)) return 'a repetition';
  if (isSequence(secret)) return 'a sequence';
  const different = new Set(secret).size;
  if (different < MIN_DIFFERENT_CHARS) return `made of ${different} characters only`;
  return mostlyRepeatsItself(secret) ? 'a repetition' : null;
}

function repeatsItself(text: string): boolean {
  for (let unit = 1; unit <= Math.min(MAX_UNIT_CHARS, text.length / 2); unit++) {
    if (text.slice(unit) === text.slice(0, -unit)) return true;
  }
  return false;
}

/** Also with something put in front, behind or in between. */
function mostlyRepeatsItself(text: string): boolean {
  for (let unit = 1; unit <= Math.min(MAX_UNIT_CHARS, text.length - MIN_COMPARED_CHARS); unit++) {
    let count = 0;
    for (let at = unit; at < text.length; at++) if (text[at] === text[at - unit]) count++;
    if (count > MAX_REPEATED_SHARE * (text.length - unit)) return true;
  }
  return false;
}

function isSequence(text: string): boolean {
  for (const step of [0, 1, -1]) {
    let count = 0;
    for (let at = 1; at < text.length; at++) if (text.charCodeAt(at) - text.charCodeAt(at - 1) === step) count++;
    if (count > MAX_SEQUENCE_SHARE * (text.length - 1)) return true;
  }
  return false;
}
