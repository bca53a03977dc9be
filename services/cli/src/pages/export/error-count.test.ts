import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createErrorCount } from './error-count.ts';

const csv = [
  'from,to,kind,nofollow,run,error,cursor',
  'http://a.test/,http://b.test/,link,false,1,,1.1.0',
  '"http://a.test/?a,b","http://b.test/?,,",link,true,1,,1.1.1',
  'http://a.test/2,,,,1,"No record: 1/x.warc.gz at 0, 9 bytes, is ""damaged""",1.2.0',
  'http://a.test/3,,,,1,No record,1.3.0',
].map((line) => `${line}\r\n`);
const row = { to: 'http://b.test/', error: null as string | null, cursor: '1.1.0' };
const ndjson = [
  row,
  { ...row, error: '"error":null,"cursor":"x"}' },
  row,
  { ...row, to: null, error: 'No record' },
].map((line) => `${JSON.stringify(line)}\n`);

test('rows with an error are counted, wherever the chunks begin', () => {
  for (const [format, lines] of [
    ['csv', csv],
    ['ndjson', ndjson],
  ] as const) {
    const bytes = Buffer.from(lines.join(''));
    for (const size of [1, 7, bytes.length]) {
      const errors = createErrorCount(format);
      for (let at = 0; at < bytes.length; at += size) errors.add(bytes.subarray(at, at + size));
      assert.equal(errors.count(), 2, `${format} in chunks of ${size}`);
    }
  }
});
