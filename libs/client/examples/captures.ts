// Walks all captures of a job, page by page as they are needed, and reads one body.
import { createClient } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const [job] = process.argv[2] ? [{ id: process.argv[2] }] : (await client.jobs.list().page()).items;
if (!job) throw new Error('There is no job yet.');

let count = 0;
for await (const capture of client.captures.ofJob(job.id, { status: [200], contentType: 'text/html' })) {
  count += 1;
  if (count > 1) continue;
  // Titles and bodies come from the web: never put them into a page as HTML.
  console.log(JSON.stringify(capture.title), capture.url);
  let bytes = 0;
  for await (const chunk of await client.captures.body(capture)) bytes += chunk.length;
  console.log(`${bytes} bytes`);
}
console.log(`${count} captures`);
