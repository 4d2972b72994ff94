import { expect } from 'chai';
import { type Blame, type RequestLine, RequestLog, shownPath } from '../../../api/http/request-log.ts';

const line: RequestLine = {
  method: 'GET',
  path: '/x',
  code: 720,
  status: 200,
  durationMs: 1,
  requestId: 'r',
  dialect: 'd',
};

function setUp(successesPerLine?: number) {
  const lines: { fields: object; message: string }[] = [];
  const windows: (() => void)[] = [];
  const write = (fields: object, message: string) => void lines.push({ fields, message });
  const later = (_ms: number, callback: () => void) => void windows.push(callback);
  const log = new RequestLog({ info: write, warn: write, error: write }, { successesPerLine, later });
  const endWindows = () => {
    for (const end of windows.splice(0)) end();
  };
  return { log, lines, endWindows };
}

describe('the log of requests', () => {
  it('takes one success in so many, each, or none', () => {
    const taken = (successesPerLine: number, count: number) => {
      const { log } = setUp(successesPerLine);
      return Array.from({ length: count }, () => log.takesSuccess()).filter(Boolean).length;
    };
    expect([taken(100, 1_000), taken(1, 7), taken(0, 1_000), taken(3, 8)]).to.deep.equal([10, 7, 0, 2]);
  });

  it('writes failures one by one up to a limit, and tells how many it left out', () => {
    const { log, lines, endWindows } = setUp();
    for (let n = 0; n < 60; n++) log.failed('stranger', { ...line, code: n < 55 ? 720 : 700 });
    expect(lines).to.have.length(50);
    expect(lines[0]).to.deep.equal({ fields: line, message: 'request failed' });
    endWindows();
    expect(lines[50]).to.deep.equal({
      fields: { blame: 'stranger', leftOut: 10, codes: { 'd 720': 5, 'd 700': 5 } },
      message: '10 more requests failed within 10 s',
    });
    log.failed('stranger', line);
    endWindows();
    expect(lines).to.have.length(52);
  });

  it('keeps the failures of callers and of this server apart from a flood of strangers', () => {
    const { log, lines } = setUp();
    for (let n = 0; n < 1_000; n++) log.failed('stranger', line);
    for (const blame of ['caller', 'server'] satisfies Blame[]) log.failed(blame, { ...line, requestId: blame });
    expect(lines.slice(50).map(({ fields }) => (fields as RequestLine).requestId)).to.deep.equal(['caller', 'server']);
  });

  it('shows of a path that anybody made up what looks like one of ours', () => {
    const shown: [string, string][] = [
      ['/nowhere/at-all.php', '/nowhere/at-all.php'],
      ['/dev/sms/13800138000', '/dev/sms/#'],
      ['/dev/sms/%2B8613800138000', '/dev/sms/'],
      ['/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig/x', '/…/x'],
      ['/a\n{"level":60}', '/a'],
      [`/${'ab/'.repeat(100)}`, `/${'ab/'.repeat(26)}a`],
      ['', ''],
    ];
    for (const [path, expected] of shown) expect(shownPath(path), path).to.equal(expected);
  });
});
