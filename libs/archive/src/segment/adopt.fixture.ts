import { makeHead } from '@trunkline/web/http';
/** Writes into the archive given as argument until it is killed; says on stdout what is durable. */
import { openArchiveWriter } from '../index.ts';

const writer = await openArchiveWriter({
  dir: process.argv[2]!,
  writer: `child-${process.pid}`,
  commitMs: 1,
});
for (let n = 0; ; n++) {
  await Promise.all(
    ['r1', 'r2', 'r1'].map(async (run, i) => {
      const url = `http://site.test/${process.pid}/${n}/${i}`;
      const location = await writer.append(run, {
        url,
        at: 1_795_000_000_000,
        address: null,
        request: Buffer.from('GET / HTTP/1.1\r\n\r\n'),
        head: makeHead(200, [['content-type', i === 1 ? 'image/png' : 'text/html']]),
        body: Buffer.from(url.repeat(1 + ((n * 7919) % 3000))),
      });
      process.stdout.write(`${JSON.stringify({ url, location })}\n`);
    }),
  );
}
