import { expect } from 'chai';
import { pino } from 'pino';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { logOnce } from '../../server/log-once.ts';

interface Line {
  level: number;
  msg: string;
  err?: { type: string; stack: string };
  error?: string;
  leftOut?: number;
}

/** A wrapped logger whose minutes end when the test says so. */
function watched(options: { maxCauses?: number; level?: string } = {}) {
  const lines: Line[] = [];
  const minutes: (() => void)[] = [];
  const target = pino(
    { level: options.level ?? 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  );
  const { logger, flush } = logOnce(target, { ...options, later: (_ms, callback) => void minutes.push(callback) });
  const endMinute = () => {
    for (const end of minutes.splice(0)) end();
  };
  return { lines, logger, flush, endMinute };
}

describe('logging once a cause and minute', () => {
  it('writes the first of a kind in full, counts the rest, and tells the count when the minute is over', () => {
    const { lines, logger, endMinute } = watched();
    for (let n = 0; n < 1_000; n++) logger.error({ err: new Error(`live-${n} is lost`), path: '/a' }, 'request failed');
    expect(lines).to.have.length(1);
    expect(lines[0]!.err!.stack).to.include('live-0 is lost');
    endMinute();
    expect(lines).to.have.length(2);
    expect(lines[1]).to.include({ leftOut: 999, error: 'Error: live-999 is lost' });
    expect(lines[1]!.err).to.equal(undefined);
  });

  it('goes on with a line a minute while a cause lasts, and in full when it comes again after a quiet minute', () => {
    const { lines, logger, endMinute } = watched();
    const fail = () => logger.error({ err: new Error('lost') }, 'request failed');
    fail();
    fail();
    endMinute();
    fail();
    endMinute();
    expect(lines.map(({ leftOut }) => leftOut)).to.deep.equal([undefined, 1, 1]);
    endMinute();
    fail();
    expect(lines).to.have.length(4);
    expect(lines[3]!.err!.stack).to.include('lost');
  });

  it('tells causes apart by text, error, code, route and level', () => {
    const { lines, logger } = watched();
    logger.error({ err: new Error('a'), path: '/a' }, 'request failed');
    logger.error({ err: new Error('a'), path: '/b' }, 'request failed');
    logger.error({ err: new Error('b'), path: '/a' }, 'request failed');
    logger.error({ err: new TypeError('a'), path: '/a' }, 'request failed');
    logger.error({ err: Object.assign(new Error('a'), { code: 'EIO' }), path: '/a' }, 'request failed');
    logger.warn({ err: new Error('a'), path: '/a' }, 'request failed');
    logger.warn({ reactor: 'x', code: 'LiveEnded' }, 'reaction refused');
    logger.warn({ reactor: 'y', code: 'LiveEnded' }, 'reaction refused');
    expect(lines).to.have.length(8);
  });

  it('takes a store that is away for one cause, whichever endpoint is asked', () => {
    const { lines, logger } = watched();
    for (const path of ['/a', '/b', '/c']) {
      logger.error({ err: new StoreUnavailableError('the disk is full'), path }, 'request failed');
    }
    expect(lines).to.have.length(1);
  });

  it('lets what exceeds its number of causes share a line', () => {
    const { lines, logger, endMinute } = watched({ maxCauses: 2 });
    const words = ['one', 'two', 'three', 'four', 'five'];
    for (const word of words) logger.error({ err: new Error(word) }, 'request failed');
    expect(lines).to.have.length(3);
    endMinute();
    expect(lines[3]).to.include({ leftOut: 2, error: 'Error: five' });
  });

  it('tells what it has counted when the process ends, and nothing below the level', () => {
    const { lines, logger, flush } = watched();
    logger.warn({}, 'it waits');
    logger.warn({}, 'it waits');
    flush();
    flush();
    expect(lines.map(({ leftOut }) => leftOut)).to.deep.equal([undefined, 1]);
    const silent = watched({ level: 'silent' });
    silent.logger.error({}, 'nobody hears it');
    expect(silent.lines).to.deep.equal([]);
  });

  it('leaves information and child loggers as they are', () => {
    const { lines, logger } = watched();
    for (let n = 0; n < 3; n++) logger.info({}, 'a call');
    logger.child({ part: 'x' }).info({}, 'a call');
    expect(lines).to.have.length(4);
  });
});
