import { FILE_FORMATS, FILE_MODULES, type FileFormat, type FileModule } from './formats.ts';

/** Hex digits of a file's id: 96 bits, so that nobody guesses the address of another person's file. */
export const FILE_ID_CHARS = 24;

const PATH = new RegExp(
  `^(${FILE_MODULES.join('|')})/\\d{8}/(\\d{1,16})_([0-9a-f]{${FILE_ID_CHARS}})\\.(${FILE_FORMATS.join('|')})$`,
);
const CHINA_OFFSET_MS = 8 * 3600 * 1000;

/** Where a file lies: `<module>/<yyyymmdd>/<userId>_<fileId>.<format>`, by the day in China (UTC+8) of its ticket, epoch ms. */
export function pathOf(file: {
  module: FileModule;
  userId: number;
  fileId: string;
  format: FileFormat;
  grantedAt: number;
}): string {
  const day = new Date(file.grantedAt + CHINA_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return `${file.module}/${day}/${file.userId}_${file.fileId}.${file.format}`;
}

/** What a path says; null for every text that is not exactly a path of ours: nothing else is ever read or written. */
export function readPath(path: string): { module: FileModule; userId: number; format: FileFormat } | null {
  const found = PATH.exec(path);
  if (!found) return null;
  return { module: found[1] as FileModule, userId: Number(found[2]), format: found[4] as FileFormat };
}
