/** A process that does one attack of the list, over and over, until it is ended. */
import { setPriority } from 'node:os';
import { WebSocket } from 'ws';
import { attacks } from './attacks.ts';

// It shares its core with the polite client, whose own work must not be what it slows down.
setPriority(19);
const { url, key, name, id } = JSON.parse(process.argv[2]!) as Record<'url' | 'key' | 'name' | 'id', string>;
const authorization = `Bearer ${key}`;
const attack = attacks[name]!;
let tried = 0;

/** Whatever comes back, or whether the connection is cut: an attacker does not mind. */
async function send(body: string): Promise<void> {
  for (;;) {
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    })
      .then((response) => response.text())
      .catch(() => {});
    tried++;
  }
}

const open = () => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => {}); // refused, which is the point
  return socket;
};

if ('body' in attack) for (let i = 0; i < 4; i++) void send(attack.body(id));
else if (attack.sockets === 'strangers') setInterval(() => Array.from({ length: 200 }, open), 200);
else {
  const socket = open();
  const query =
    'subscription($id: ID!) { jobProgress(id: $id, intervalMs: 250) { progress { at stages { stage done } } } }';
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } })),
  );
  socket.once('message', () => {
    for (let n = 0; n < 1000; n++)
      socket.send(JSON.stringify({ id: `${n}`, type: 'subscribe', payload: { query, variables: { id } } }));
  });
}
setInterval(() => console.log(JSON.stringify({ tried })), 1000);
