import { createHash, createHmac } from 'node:crypto';
import { FILE_ID_CHARS } from '../../domain/file/path.ts';

/** Characters of a sign (heihei, 上传文件获取OSSTOKEN). */
export const SIGN_CHARS = 32;

/**
 * The sign of an upload, from the command that grants it: who names it shows that the ticket was theirs. Only its hash is in the log (the
 * file's id), so that nobody who reads a path, or the log, can name somebody's upload.
 */
export function signOf(secret: string, appId: string, commandId: string): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['file', appId, commandId]))
    .digest('hex')
    .slice(0, SIGN_CHARS);
}

/** The id of the file that a sign stands for. */
export function fileIdOf(sign: string): string {
  return createHash('sha256').update(sign).digest('hex').slice(0, FILE_ID_CHARS);
}
