// Any operation of the schema. Documents of a code generator bring their types along; those of the client are in
// `@trunkline/client/documents`, and the schema for your own generator is `@trunkline/client/schema.graphql`.
import { createClient } from '@trunkline/client';
import { JobListDocument } from '@trunkline/client/documents';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const { jobs } = await client.query(JobListDocument, { first: 3, filter: { state: ['DONE'] } });
for (const job of jobs.nodes) console.log(job.name, job.state);

// Plain text has no types of its own: name them.
const text = '{ viewer { keyName project { name usage { pagesToday } } } }';
type Answer = { viewer: { keyName: string; project: { name: string; usage: { pagesToday: number } } } };
const { viewer } = await client.query<Answer, object>(text, {});
console.log(`${viewer.keyName} of ${viewer.project.name}: ${viewer.project.usage.pagesToday} pages today`);
