/** What clients upload files for, by tickets. */
export const TICKET_MODULES = ['record', 'message', 'avatar'] as const;
/** What files are for: also logs of clients, which the server puts away. */
export const FILE_MODULES = [...TICKET_MODULES, 'log'] as const;
export type FileModule = (typeof FILE_MODULES)[number];

const MIB = 1024 * 1024;
/** Largest log of a client, in bytes. */
export const MAX_LOG_BYTES = 60 * 1024;

interface FormatRules {
  /** The type that the file is served with, whatever its uploader says. */
  contentType: string;
  kind: 'audio' | 'image' | 'video' | 'text';
}

/** Every format that is taken. None of them is run by a browser: neither html nor svg may ever stand here. */
const FORMATS = {
  mp3: { contentType: 'audio/mpeg', kind: 'audio' },
  m4a: { contentType: 'audio/mp4', kind: 'audio' },
  aac: { contentType: 'audio/aac', kind: 'audio' },
  png: { contentType: 'image/png', kind: 'image' },
  jpg: { contentType: 'image/jpeg', kind: 'image' },
  jpeg: { contentType: 'image/jpeg', kind: 'image' },
  gif: { contentType: 'image/gif', kind: 'image' },
  mp4: { contentType: 'video/mp4', kind: 'video' },
  txt: { contentType: 'text/plain; charset=utf-8', kind: 'text' },
} as const satisfies Record<string, FormatRules>;

export type FileFormat = keyof typeof FORMATS;
export const FILE_FORMATS = Object.keys(FORMATS) as FileFormat[];
/** Those that clients get tickets for. */
export const TICKET_FORMATS = FILE_FORMATS.filter((format) => FORMATS[format].kind !== 'text');

/** Formats of each module. */
const TAKEN: Readonly<Record<FileModule, readonly FileFormat[]>> = {
  record: ['mp3', 'm4a', 'aac'],
  message: ['mp3', 'm4a', 'aac', 'png', 'jpg', 'jpeg', 'gif', 'mp4'],
  avatar: ['png', 'jpg', 'jpeg'],
  log: ['txt'],
};

/** Largest file by what it holds, in bytes: some minutes of sound, a photograph of today's phones, a short clip. */
const MAX_BYTES = { audio: 10 * MIB, image: 10 * MIB, video: 50 * MIB, text: MAX_LOG_BYTES } as const;
/** A picture of a person is shown small. */
const MAX_AVATAR_BYTES = 5 * MIB;

/** Largest file that any format may have, in bytes. */
export const MAX_FILE_BYTES = MAX_BYTES.video;
/** Largest recording, in bytes. */
export const MAX_RECORD_BYTES = MAX_BYTES.audio;

export function isTaken(module: FileModule, format: FileFormat): boolean {
  return TAKEN[module].includes(format);
}

/** What a file of a format holds. */
export function kindOfFormat(format: FileFormat): FormatRules['kind'] {
  return FORMATS[format].kind;
}

export function contentTypeOf(format: FileFormat): string {
  return FORMATS[format].contentType;
}

/** Largest file of a format for a module, in bytes. */
export function maxBytesOf(module: FileModule, format: FileFormat): number {
  return module === 'avatar' ? MAX_AVATAR_BYTES : MAX_BYTES[FORMATS[format].kind];
}
