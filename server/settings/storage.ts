import { publicUrlProblems } from './addresses.ts';
import type { Env } from './env.ts';
import { weaknessOf } from './strength.ts';

/** A bucket of an S3-compatible store, as an operator gives it. */
export interface Storage {
  url: string;
  bucket: string;
  keyId: string;
  secret: string;
  region: string;
  publicUrl: string;
  /** Where clients' credentials for one upload come from; null: they get none. */
  tokenService: { url: string; role: string } | null;
}

/** What the bucket cannot do without. */
const NEEDED = ['STORAGE_URL', 'STORAGE_BUCKET', 'STORAGE_KEY_ID', 'STORAGE_SECRET'] as const;
/** Many stores have one region, and take any name for it. */
const DEFAULT_REGION = 'us-east-1';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** AWS Security Token Service: a role's ARN has 20 to 2048 characters; other stores take any. */
const ROLE = /^arn:[\x21-\x7e]{16,2044}$/;
const REGION = /^[a-z0-9-]{1,40}$/;

/** Where files lie: null for a folder in DATA_DIR. No sentence repeats a value that may be secret. */
export function storageFrom(env: Env, found: { problems: string[]; warnings: string[] }): Storage | null {
  const { problems, warnings } = found;
  const given = NEEDED.filter((name) => env[name]);
  if (given.length === 0) {
    for (const name of ['STORAGE_REGION', 'STORAGE_PUBLIC_URL', 'STORAGE_STS_ROLE', 'STORAGE_STS_URL']) {
      if (env[name]) problems.push(`${name} needs a store: give ${NEEDED.join(', ')}`);
    }
    return null;
  }
  const missing = NEEDED.filter((name) => !env[name]);
  if (missing.length > 0) problems.push(`${missing.join(' and ')} missing: give all of ${NEEDED.join(', ')}, or none`);
  const url = (env.STORAGE_URL ?? '').replace(/\/+$/, '');
  const bucket = env.STORAGE_BUCKET ?? '';
  const region = env.STORAGE_REGION || DEFAULT_REGION;
  const publicUrl = (env.STORAGE_PUBLIC_URL || `${url}/${bucket}`).replace(/\/+$/, '');
  const role = env.STORAGE_STS_ROLE ?? '';
  const stsUrl = (env.STORAGE_STS_URL || url).replace(/\/+$/, '');
  for (const [name, address] of [
    ['STORAGE_URL', url],
    ['STORAGE_PUBLIC_URL', publicUrl],
    ...(stsUrl === url ? [] : [['STORAGE_STS_URL', stsUrl] as const]),
  ] as const) {
    problems.push(...publicUrlProblems(address).map((problem) => problem.replace('PUBLIC_URL', name)));
  }
  if (bucket !== '' && !BUCKET.test(bucket)) problems.push('STORAGE_BUCKET is no name of a bucket');
  if (!REGION.test(region)) problems.push('STORAGE_REGION is no name of a region');
  if (role !== '' && !ROLE.test(role)) problems.push('STORAGE_STS_ROLE is no ARN of a role');
  if (role === '' && env.STORAGE_STS_URL) problems.push('STORAGE_STS_URL needs STORAGE_STS_ROLE');
  const secret = env.STORAGE_SECRET ?? '';
  const weakness = secret === '' ? null : weaknessOf(secret);
  if (weakness) warnings.push(`STORAGE_SECRET is ${weakness}: give the store a random one`);
  const tokenService = role === '' ? null : { url: stsUrl, role };
  return { url, bucket, keyId: env.STORAGE_KEY_ID ?? '', secret, region, publicUrl, tokenService };
}
