/** The environment, by name. */
export type Env = Record<string, string | undefined>;

/** The items of a setting that is a list, separated by commas. */
export function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** Reads a whole number from `min` to `max`; a problem for anything else, `fallback` where nothing is given. */
export function wholeNumber(
  env: Env,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
  problems: string[],
): number {
  const given = env[name];
  if (given === undefined || given === '') return fallback;
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (!(number >= min && number <= max)) problems.push(`${name}=${given} is no number from ${min} to ${max}`);
  return number;
}
