/** Least number of different characters in a secret. Even 32 random decimal digits have practically always more. */
const MIN_DIFFERENT_CHARS = 6;
/** Longest unit whose repetition is detected. */
const MAX_UNIT_CHARS = 20;
/** Share of neighbouring characters with the same step between them from which a text counts as a sequence: `abcdef…`, `98765…`. */
const MAX_SEQUENCE_SHARE = 0.6;
/** Share of characters that are repeated one unit later from which a text counts as a repetition: `secretsecretsecret1`. */
const MAX_REPEATED_SHARE = 0.6;
/** Fewest characters that are compared: in fewer ones equal characters come about by chance. */
const MIN_COMPARED_CHARS = 16;
/** Parts of examples and default passwords. They are long enough not to occur in a random text. */
const PLACEHOLDERS =
  /chang[e_-]*(?:me|it|this)|replace[_-]*(?:me|this)|your[_-]*(?:own|secret|key|token|password)|passw[o0]rd|placeholder|example|qwerty|letmein|iloveyou|super[_-]*secret|^<.*>$/i;

/** Why a secret is easier to guess than its length suggests; null when it looks random. */
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

/** Whether a text mostly repeats itself: also with characters put in front, behind or in between. */
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
