import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file';

describe('the log of the server', () => {
  const dir = mkdtempSync(join(tmpdir(), 'log-'));
  const path = join(dir, 'postgres.log');
  afterAll(() => rmSync(dir, { recursive: true }));

  it('begins again when it has grown past its cap, and keeps the part before once', () => {
    writeFileSync(path, Buffer.alloc(17 * 1024 * 1024, 'x'));
    const log = new LogFile(path);
    writeSync(log.fd, 'LOG:  ready\n');
    expect([statSync(path).size, statSync(`${path}.1`).size]).toEqual([12, 17 * 1024 * 1024]);
    log.close();
  });

  it('tells of this start only', () => {
    const log = new LogFile(path);
    appendFileSync(path, 'FATAL:  no\nHINT:  yes\n');
    expect(log.tail()).toBe('FATAL:  no\nHINT:  yes');
    log.close();
  });
});
