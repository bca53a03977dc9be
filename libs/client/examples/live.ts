// Follows the newest job over one connection with the workers beside it, until its run is over.
import { createClient } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const [job] = (await client.jobs.list().page()).items;
if (!job) throw new Error('There is no job yet.');

for await (const { topic, event } of client.live([{ workers: {} }, { run: { id: job.id } }])) {
  if (event.__typename === 'LiveWorkers') console.log(`${event.workers.length} alive`);
  else if ('progress' in event) console.log(`${event.progress.state}: ${event.progress.counters.finished}`);
  // Workers are followed for ever; the run is not.
  if (topic === 'run' && event.__typename === 'LiveTopicEnded') break;
}
