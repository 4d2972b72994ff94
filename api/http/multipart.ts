import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Spool, Spooled, UploadedFile } from '../../files/spool.ts';
import { GivenFile } from './params.ts';
import { type Given, MAX_PARAMETERS, REPEATED } from './received.ts';
import { badParameter, RefusedRequest } from './refusals.ts';

/** Longest name of a field, in bytes. */
const MAX_NAME_BYTES = 100;
/** Bytes that all fields of a form may have together, as in any other form. */
const MAX_FIELDS_BYTES = 64 * 1024;
/**
 * A body may be so many times as large as its file may be: what is too large is read and thrown away up to here, so that its sender gets an
 * answer instead of a broken connection.
 */
export const TOLERATED_TIMES = 4;

export interface MultipartRules {
  /** The parameter that is a file; others that come as files are a mistake. */
  fileName: string;
  maxFileBytes: number;
  spool: Spool;
  /** Asked when the file begins, with the fields before it; the file waits. A rejection ends the reading. */
  mayBegin(fields: ReadonlyMap<string, Given>): Promise<void>;
}

export interface ReadForm {
  form: Map<string, Given>;
  /** Nothing is left of the file. To be called when the request is done with. */
  discard(): Promise<void>;
}

/**
 * Reads a multipart form (RFC 7578): texts into memory, its one file aside as it comes, at the pace of the disk. Rejects with
 * `DomainError('InvalidInput')` for a malformed form, `RefusedRequest` for one that is far too large, `StoreUnavailableError` when the disk
 * takes nothing, what `mayBegin` rejects with, and also when the client goes away before the end; nothing is left of the file then.
 */
export function readMultipart(request: IncomingMessage, rules: MultipartRules): Promise<ReadForm> {
  const reading = new FormReading(request, rules);
  return reading.read();
}

class FormReading {
  private readonly form = new Map<string, Given>();
  private readonly request: IncomingMessage;
  private readonly rules: MultipartRules;
  private fieldsBytes = 0;
  private bodyBytes = 0;
  /** The file while it comes, and when all of it has come. */
  private file: { spooled: Spooled | null; done: Promise<void> } | null = null;
  private isOver = false;

  constructor(request: IncomingMessage, rules: MultipartRules) {
    this.request = request;
    this.rules = rules;
  }

  read(): Promise<ReadForm> {
    const { request, rules } = this;
    const parser = this.parser();
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        if (this.isOver) return;
        this.isOver = true;
        request.unpipe(parser).off('data', onData);
        parser.destroy();
        void this.discard().then(() => reject(error));
      };
      const onData = (chunk: Buffer) => {
        this.bodyBytes += chunk.length;
        const limit = rules.maxFileBytes * TOLERATED_TIMES + MAX_FIELDS_BYTES;
        if (this.bodyBytes > limit) fail(new RefusedRequest(413, 'body too large'));
      };
      parser.on('field', (name, value, { valueTruncated, nameTruncated }) => {
        this.fieldsBytes += Buffer.byteLength(value);
        const isBad = valueTruncated || nameTruncated || this.fieldsBytes > MAX_FIELDS_BYTES;
        if (isBad || name === undefined) fail(badParameter(name ?? 'body'));
        else this.keep(name, value);
      });
      parser.on('file', (name, stream) => {
        // The parser ends it with an error when the form breaks off; whoever reads it sees that.
        stream.on('error', () => {});
        const isExpected = name === rules.fileName && this.file === null && !this.form.has(name);
        if (!isExpected) {
          stream.resume();
          fail(badParameter(name ?? 'body'));
          return;
        }
        const file: { spooled: Spooled | null; done: Promise<void> } = { spooled: null, done: Promise.resolve() };
        this.file = file;
        file.done = this.take(stream, (spooled) => {
          file.spooled = spooled;
        });
        file.done.catch(fail);
      });
      for (const limit of ['fieldsLimit', 'partsLimit', 'filesLimit'] as const) {
        parser.on(limit, () => fail(badParameter('body')));
      }
      parser.on('error', () => fail(badParameter('body')));
      parser.on('close', () => {
        Promise.resolve(this.file?.done).then(() => {
          if (this.isOver) return;
          this.isOver = true;
          resolve({ form: this.form, discard: () => this.discard() });
        }, fail);
      });
      // A client that goes away sends no end. The parser would wait for it.
      request.on('close', () => {
        if (!request.complete) fail(new RefusedRequest(400, 'the request broke off'));
      });
      request.on('data', onData).pipe(parser);
    });
  }

  private parser(): busboy.Busboy {
    try {
      return busboy({
        headers: this.request.headers,
        defParamCharset: 'utf8',
        limits: {
          fields: MAX_PARAMETERS,
          parts: MAX_PARAMETERS,
          files: 2,
          fieldNameSize: MAX_NAME_BYTES,
          fieldSize: MAX_FIELDS_BYTES,
          fileSize: this.rules.maxFileBytes,
        },
      });
    } catch {
      throw badParameter('Content-Type');
    }
  }

  private keep(name: string, value: Given): void {
    this.form.set(name, this.form.has(name) ? REPEATED : value);
  }

  /** Writes the file aside as it comes. */
  private async take(stream: Readable & { truncated?: boolean }, began: (spooled: Spooled) => void): Promise<void> {
    const { fileName, maxFileBytes, spool, mayBegin } = this.rules;
    await mayBegin(this.form);
    const spooled = await spool.begin(maxFileBytes);
    began(spooled);
    if (this.isOver) {
      await spooled.discard();
      return;
    }
    for await (const chunk of stream) await spooled.write(chunk as Buffer);
    const file: UploadedFile = await spooled.finish(stream.truncated === true);
    this.keep(fileName, new GivenFile(file));
  }

  private async discard(): Promise<void> {
    await this.file?.spooled?.discard();
  }
}
