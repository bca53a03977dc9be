/** Puts blobs into the spool of the archive given as argument until it is killed; says on stdout what is durable. */
import { openSpool } from '../index.ts';

const spool = await openSpool(process.argv[2]!, `child-${process.pid}`);
for (let n = 0; ; n++) {
  const blobs = [0, 1, 2].map((i) =>
    Buffer.from(`${process.pid} ${n} ${i} ${'x'.repeat((n * 7919) % 3000)}`),
  );
  await spool.append(blobs);
  process.stdout.write(`${blobs.map((blob) => blob.toString().split(' ', 3).join(' ')).join('\n')}\n`);
}
